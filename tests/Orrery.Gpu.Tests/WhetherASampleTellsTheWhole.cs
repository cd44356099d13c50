using Orrery.Gpu.Kernels;
using Orrery.Gpu.Kernels.Gemm;
using Orrery.Gpu.Machines;
using Orrery.Gpu.Programs;
using Orrery.Gpu.Results;
using Orrery.Gpu.Sampling;

namespace Orrery.Gpu.Tests;

/// <summary>Shortened kernels beside the whole ones, on a quarter of an A100.</summary>
public sealed class WhetherASampleTellsTheWhole
{
    private static readonly GpuMachine Quarter = MachineSlice.Of(TestMachines.A100, 27);
    private static readonly CycleOptions Sampled = new() { SampledAbove = 200_000 };
    private static readonly CycleOptions Full = new() { Full = true };

    [Theory]
    [InlineData(12, 1, 6, 600, 150)] // less than a wave, long loops
    [InlineData(20, 9, 6, 100, 60)] // some waves and a rest of one
    public void Arithmetic_takes_as_long(int blocksX, int blocksY, int chains, int trips, int epilogue)
    {
        WarpProgram program = new ProgramBuilder().Loop(trips, body =>
        {
            for (int chain = 0; chain < chains; chain++) _ = body.Tensor(16, 8, 16, "fp16", 1UL << chain, 1UL << chain);
        }, isSteady: true).Loop(epilogue, body => body.Math(Operation.Fp32, 1, 1)).Build();
        Compare(new Kernel("arithmetic", blocksX, blocksY, [new WarpRole(8, program)], 128, 64 * 1024), 0.02);
    }

    [Theory]
    [InlineData(1024, 1024, 8192)] // 1.2 waves
    [InlineData(1024, 3072, 2048)] // 3.6 waves
    public void A_matrix_product_takes_as_long(int m, int n, int k) =>
        Compare(AmpereGemm.Create(m, n, k, "fp16", new GemmTile(128, 128, 32, 64, 64, 4)), 0.02, 0.35, new CycleOptions());

    [Theory]
    [InlineData(440, 24)]
    [InlineData(600, 9)]
    public void A_stream_from_memory_takes_as_long(int blocks, int passes) => Compare(Microbenchmarks.Stream(blocks, 16, passes, 0), 0.02);

    [Fact]
    public void Blocks_of_uneven_length_take_as_long()
    {
        // Sixteen lengths a period, as the query blocks of a causal head; twelve heads on 27 multiprocessors, one block on each.
        WarpProgram program = new ProgramBuilder().Loop(64, body => body.Tensor(16, 8, 16, "fp16", 1, 1).Math(Operation.Fp32, 2, 1), isSteady: true, perX: 64).Build();
        var kernel = new Kernel("causal", 16, 12, [new WarpRole(8, program)], 200, 100 * 1024) { Period = 16 };
        Compare(kernel, 0.02);
    }

    [Fact]
    public void A_small_kernel_runs_whole()
    {
        KernelResult result = KernelSampler.Run(Quarter, Microbenchmarks.Stream(27, 4, 8, 0));
        Assert.Equal((1, 0), (result.SimulatedFraction, result.ErrorShare));
    }

    [Fact]
    public void Instructions_of_a_part_of_the_grid_are_those_of_its_blocks()
    {
        // Blocks at x run 2 + x passes of one instruction, and an exit: 3 + x. Five blocks of rows of three: 3 + 4 + 5 + 3 + 4.
        WarpProgram program = new ProgramBuilder().Loop(2, body => body.Math(Operation.Int, 1, 1), perX: 1).Build();
        var kernel = new Kernel("part", 3, 4, [new WarpRole(1, program)], 32, 0) { FirstBlocks = 5 };
        Assert.Equal(19, kernel.WarpInstructions);
        Assert.Equal(19, GpuSimulation.Create(Quarter, kernel).Run().Instructions);
    }

    private static void Compare(Kernel kernel, double tolerance, double memory = 0.05, CycleOptions? sampled = null)
    {
        KernelResult whole = KernelSampler.Run(Quarter, kernel, Full);
        sampled ??= Sampled;
        KernelResult sample = KernelSampler.Run(Quarter, kernel, sampled);
        Assert.True(sample.SimulatedFraction < 0.9, $"{sample.SimulatedFraction} was simulated");
        // Where it is further off it must say so, and even then it may not be much.
        double allowed = Math.Max(tolerance, Math.Min(sample.ErrorShare, 1.5 * tolerance));
        Assert.InRange((double)sample.Cycles / whole.Cycles, 1 - allowed, 1 + allowed);
        Assert.InRange((double)sample.Instructions / whole.Instructions, 0.98, 1.02);
        Assert.InRange((double)sample.DramBytesRead, (1 - memory) * whole.DramBytesRead, (1 + memory) * whole.DramBytesRead);
        Assert.Equal(sample.Cycles, KernelSampler.Run(Quarter, kernel, sampled with { Threads = 1 }).Cycles);
    }
}

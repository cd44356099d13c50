using Orrery.Engine;
using Orrery.Engine.Threads;
using Orrery.Gpu.Kernels.Gemm;
using Orrery.Gpu.Machines;
using Orrery.Gpu.Multiprocessor;
using Orrery.Gpu.Programs;
using Orrery.Gpu.Results;
using static Orrery.Gpu.Tests.TestMachines;

namespace Orrery.Gpu.Tests;

/// <summary>What must hold for every kernel, and what is refused.</summary>
public sealed class WhatTheKernelCounts
{
    private static readonly GemmTile Tile = new(128, 128, 32, 64, 64, 4);

    private static Kernel Gemm => AmpereGemm.Create(512, 512, 512, "fp16", Tile);

    [Fact]
    public void Everything_is_conserved_in_a_gemm()
    {
        KernelResult result = GpuSimulation.Create(WithSms(4), Gemm).Run();
        Assert.Equal(Gemm.WarpInstructions, result.Instructions);
        // 512^3 multiply-adds in instructions of 2048.
        Assert.Equal(512L * 512 * 512 / 2048, result.Issued(Operation.Tensor));
        Assert.Equal(result.L2BytesSent, result.Sms.Sum(sm => sm.BytesReceived));
        // A and B come once a block: 16 blocks of (128 + 128) rows of 1 KiB. C goes once.
        Assert.Equal(16L * 256 * 1024, result.L2BytesSent);
        Assert.Equal(512L * 512 * 2, result.L2BytesStored);
        // What is read from memory is A and B, once.
        Assert.Equal(2L * 512 * 512 * 2, result.DramBytesRead);
        foreach (SmCounters sm in result.Sms)
        {
            Assert.Equal(sm.Issued.Sum(), sm.WarpCycles[(int)WarpState.Selected]);
            Assert.Equal(sm.Issued.Sum(), sm.SchedulerIssued.Sum());
            Assert.All(sm.WarpCycles, cycles => Assert.True(cycles >= 0));
            for (int sub = 0; sub < 4; sub++) Assert.InRange(sm.SchedulerActive[sub], sm.SchedulerIssued[sub], result.Cycles);
            // One block of four warps at a time in each place: a sub-partition has as many warp cycles as its warps were resident.
            Assert.True(sm.WarpCycles.Sum() >= sm.SchedulerActive.Sum());
        }
    }

    [Fact]
    public void States_of_warps_add_up_to_their_residence()
    {
        // A warp on each sub-partition: resident cycles of warps are active cycles of schedulers.
        KernelResult result = Run(4, p => p.Loop(50, body => body
            .Memory(Operation.LoadGlobal, AddressPattern.Coalesced(0, 16) with { StrideLoop0 = 512, StrideWarp = 1 << 20 }, 1)
            .Math(Operation.Fp32, 2, 1).Math(Operation.Special, 4, 2).Tensor(16, 8, 16, "fp16", 8, 8).Barrier().Branch()));
        SmCounters busy = result.Sms.Single(sm => sm.Issued.Sum() > 0);
        Assert.Equal(busy.SchedulerActive.Sum(), busy.WarpCycles.Sum());
        Assert.Equal(50 * 4 * 16, result.L2Sectors);
        Assert.True(result.WarpCycles(WarpState.LongScoreboard) > result.WarpCycles(WarpState.Barrier));
    }

    [Theory]
    [InlineData("sequential", 1)]
    [InlineData("static", 2)]
    [InlineData("stealing", 2)]
    [InlineData("locality", 4)]
    public void The_state_is_the_same_with_any_threads(string manager, int threads)
    {
        ulong Hash(string name, int count)
        {
            GpuSimulation simulation = GpuSimulation.Create(WithSms(6), Gemm);
            _ = simulation.Run(new RunOptions { Threads = count, Manager = ThreadManagers.Find(name) });
            return simulation.Simulation.StateHash();
        }
        Assert.Equal(Hash("sequential", 1), Hash(manager, threads));
    }

    [Fact]
    public void A_long_kernel_needs_no_memory_for_its_work()
    {
        // Only a beginning of it runs: once the pools have grown, nothing is allocated.
        Kernel kernel = AmpereGemm.Create(8192, 8192, 2048, "fp16", Tile);
        GpuSimulation simulation = GpuSimulation.Create(WithSms(4), kernel);
        _ = simulation.Simulation.Run(new RunOptions { Until = 100_000 });
        long before = GC.GetAllocatedBytesForCurrentThread();
        _ = simulation.Simulation.Run(new RunOptions { Until = 300_000 });
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 256 * 1024);
    }

    [Fact]
    public void Both_schedulers_issue_all()
    {
        KernelResult turn = GpuSimulation.Create<LooseRoundRobin>(WithSms(4), Gemm).Run();
        Assert.Equal(Gemm.WarpInstructions, turn.Instructions);
        Assert.NotEqual(GpuSimulation.Create(WithSms(4), Gemm).Run().Cycles, turn.Cycles);
    }

    [Fact]
    public void A_block_that_fits_nowhere_is_refused_with_resource_need_and_limit()
    {
        Kernel large = Gemm with { SharedBytes = 200 * 1024 };
        string said = Assert.Throws<ArgumentException>(() => GpuSimulation.Create(A100, large)).Message;
        Assert.Contains("shared memory: a block needs 205824, a multiprocessor has 167936", said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_format_that_the_tensor_core_lacks_is_refused()
    {
        Kernel kernel = OneBlock(1, p => p.Tensor(16, 8, 32, "fp8", 1, 1));
        string said = Assert.Throws<ArgumentException>(() => GpuSimulation.Create(A100, kernel)).Message;
        Assert.Contains("does not compute fp8", said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_barrier_that_never_opens_is_named()
    {
        Kernel kernel = OneBlock(2, p => p.Barrier(3, 4));
        KernelDeadlockException stuck = Assert.Throws<KernelDeadlockException>(() => GpuSimulation.Create(A100, kernel).Run());
        Assert.Equal(["sm0: block (0, 0, 0) warp 0 waits at barrier 3", "sm0: block (0, 0, 0) warp 1 waits at barrier 3"], stuck.Waiting);
    }

    [Theory]
    [InlineData(32, 0, 16, "warps")] // 4 warps a block, 64 on the multiprocessor
    [InlineData(255, 0, 2, "registers")] // 255 -> 8160 -> 8192 a warp, 32768 a block, 65536 registers
    [InlineData(32, 80 * 1024, 2, "shared memory")] // 81 KiB of 164
    public void Occupancy_is_what_the_scarcest_resource_allows(int registers, int shared, int blocks, string bound)
    {
        Occupancy occupancy = Occupancy.Of(A100, Gemm with { RegistersPerThread = registers, SharedBytes = shared });
        Assert.Equal((blocks, bound), (occupancy.Blocks, occupancy.Bound.Resource));
    }
}

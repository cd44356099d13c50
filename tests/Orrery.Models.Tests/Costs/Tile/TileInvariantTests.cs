using Orrery.Configuration.Units;
using Orrery.CostModels;
using Orrery.CostModels.Analytic;
using Orrery.CostModels.Constants;
using Orrery.CostModels.Tile;
using Orrery.Engine;
using Orrery.Engine.Threads;
using Orrery.Hardware;
using Orrery.Workloads.Formats;
using Orrery.Workloads.Operators;

namespace Orrery.Models.Tests.Costs.Tile;

/// <summary>What holds for every kernel.</summary>
public sealed class TileInvariantTests
{
    private static readonly HardwareGpu A100 = GpuCatalogue.Find("a100-sxm4-80gb")!;
    private static readonly AnalyticCost Closed = new();

    private static readonly Operator[] Samples =
    [
        new Gemm("", NumberFormat.Fp16, 4096, 4096, 1024),
        new Gemm("", NumberFormat.Fp16, 1000, 3000, 8200),
        new Gemm("", NumberFormat.Fp16, 16, 4096, 4096),
        new Gemm("", NumberFormat.Fp16, 100, 200, 300, Groups: 50),
        new Attention("", NumberFormat.Fp16, 2, 32, 8, 128, 1024, 1500, Causal: true),
        new Attention("", NumberFormat.Fp16, 8, 32, 8, 128, 1, 3000, Causal: true),
        new Norm("", NumberFormat.Fp16, 3000, 4096, Rms: true),
        new GroupedGemm("", NumberFormat.Fp16, new ExpertLoad(512, 8, 2, Skew: 1.2), 2048, 1024),
    ];

    public static TheoryData<int> Every()
    {
        TheoryData<int> all = [];
        for (int sample = 0; sample < Samples.Length; sample++)
        {
            all.Add(sample);
        }

        return all;
    }

    [Theory, MemberData(nameof(Every))]
    public void Are_bytes_conserved(int sample)
    {
        foreach (TileKernel kernel in Kernels(Samples[sample], A100))
        {
            KernelRun run = KernelSimulation.Run(kernel);
            long asked = AllSteps(kernel).Sum(step => step.Own + step.Shared);
            Assert.Equal(asked, run.Asked);
            Assert.Equal(asked, run.MemoryBytes + run.Hits);
        }
    }

    [Theory]
    [InlineData(4096, 4096, 4096)]
    [InlineData(8192, 8192, 1000)]
    [InlineData(33, 65536, 2048)]
    public void Are_all_operands_read_and_results_written_at_least_once(int m, int n, int k)
    {
        // What the cache holds at the start is left out.
        GemmWork cold = new([m], n, k, NumberFormat.Fp16);
        Gemm gemm = new("", NumberFormat.Fp16, m, n, k);
        KernelRun run = KernelSimulation.Run(KernelOf(cold, new Tiling(128, 128, 1, 1, 1), A100));
        Assert.True(run.MemoryBytes >= gemm.Bytes, $"{run.MemoryBytes} bytes moved, {gemm.Bytes} needed");
    }

    [Theory, MemberData(nameof(Every))]
    public void Is_every_multiprocessor_busy_or_idle_at_all_times(int sample)
    {
        foreach (TileKernel kernel in Kernels(Samples[sample], A100))
        {
            KernelRun run = KernelSimulation.Run(kernel);
            Assert.All(run.Busy.Zip(run.Idle), sm => Assert.Equal(run.End, sm.First + sm.Second));
            Assert.Equal(AllSteps(kernel).Sum(step => step.Compute), run.Busy.Sum());
            Assert.InRange(run.MemoryBusy, 0, run.End);
            Assert.InRange(run.L2Busy, 0, run.End);
        }
    }

    [Theory, MemberData(nameof(Every))]
    public void Does_half_the_bandwidth_never_help(int sample)
    {
        HardwareGpu halved = A100 with { Memory = A100.Memory with { Bandwidth = new Bandwidth(A100.Memory.Bandwidth.BytesPerSecond / 2) } };
        IEnumerable<long> before = Kernels(Samples[sample], A100).Select(kernel => KernelSimulation.Run(kernel).End);
        IEnumerable<long> after = Kernels(Samples[sample], halved).Select(kernel => KernelSimulation.Run(kernel).End);

        // Blocks of unequal length that go wherever one ends may by chance fall better when all are slower (Graham 1969, Bounds on
        // multiprocessing timing anomalies); hardware does the same. Equal ones may not.
        double luck = Samples[sample] is Attention { Causal: true } or GroupedGemm ? 0.95 : 1;
        Assert.All(before.Zip(after), pair => Assert.True(pair.Second >= luck * pair.First, $"{pair.First} ticks became {pair.Second}"));
    }

    [Fact]
    public void Is_the_run_the_same_on_any_number_of_threads_with_any_manager()
    {
        TileKernel kernel = Kernels(new Gemm("", NumberFormat.Fp16, 4096, 4096, 2048), A100)[0];
        KernelRun expected = KernelSimulation.Run(kernel, hash: true);
        long windows = 0;
        foreach (string manager in ThreadManagers.Names)
        {
            for (int threads = 1; threads <= 4; threads++)
            {
                RunOptions options = new() { Manager = ThreadManagers.Find(manager), Threads = threads };
                KernelRun run = KernelSimulation.Run(kernel, options, hash: true);
                Assert.Equal((expected.End, expected.Hash), (run.End, run.Hash));
                Assert.Equal(expected.Busy, run.Busy);
                windows += run.Windows;
            }
        }

        Assert.True(windows > 0, "no run was parallel");
    }

    // The closed forms' tiling of the full bandwidth on both, so that only the bandwidth differs.
    private static IReadOnlyList<TileKernel> Kernels(Operator work, HardwareGpu gpu) =>
        KernelPlan.Of(work, Closed.Cost(work, A100) with { ClockFactor = 1 }, MachineOf(gpu, work.Format));

    private static GemmKernel KernelOf(GemmWork work, Tiling tiling, HardwareGpu gpu)
    {
        Machine machine = MachineOf(gpu, work.Format);
        return GemmKernel.Of(work, tiling, GemmRates.Of(work, tiling, machine, 1), machine);
    }

    private static Machine MachineOf(HardwareGpu gpu, NumberFormat format) => new(gpu, format, PhysicalConstants.Default);

    private static IEnumerable<TileStep> AllSteps(TileKernel kernel) =>
        from tile in Enumerable.Range(0, kernel.Tiles)
        from step in Enumerable.Range(0, kernel.Steps(tile) + (kernel.HasOutput ? 1 : 0))
        select kernel.Step(tile, step);
}

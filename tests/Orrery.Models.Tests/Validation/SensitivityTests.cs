using Orrery.Configuration.Units;
using Orrery.CostModels.Analytic;
using Orrery.CostModels.Sensitivities;
using Orrery.Hardware;
using Orrery.Workloads.Formats;
using Orrery.Workloads.Layers;
using Orrery.Workloads.Operators;

namespace Orrery.Models.Tests.Validation;

/// <summary>What would help, and by how much?</summary>
public sealed class SensitivityTests
{
    private static readonly AnalyticCost Model = new();

    // Grouped multiplications, a window, pages, a cache of its own kind: what rows of measurements seldom show.
    private static readonly IReadOnlyList<Operator> Work =
    [
        .. MadeRows.Work,
        new Attention("", NumberFormat.Fp16, 1, 32, 4, 128, 64, 4000, true) { Page = 16, Appends = true, Room = 4096 },
        new Attention("", NumberFormat.Fp16, 4, 32, 8, 128, 1, 9000, true) { Page = 64, Window = 1000 },
        new Attention("", NumberFormat.Fp16, 64, 128, 1, 576, 1, 4096, true) { ValueDim = 512, Latent = true, Page = 64 },
        new Attention("", NumberFormat.Fp16, 1, 16, 16, 64, 16384, 16384, false),
        .. from tokens in (int[])[1, 48, 1024, 16384] from gpus in (int[])[1, 8]
           from work in new MoeBlock(new ExpertLoad(tokens, 64, 4, 1.2, gpus), 4096, 1536, true, "silu", NumberFormat.Fp16).Build()
           select work,
    ];

    public static TheoryData<string> Gpus => [.. GpuCatalogue.All.Where(gpu => gpu.Peak.Of("fp16") is not null).Select(gpu => gpu.Name)];

    [Theory]
    [MemberData(nameof(Gpus))]
    public void Does_more_of_anything_never_hurt(string name)
    {
        HardwareGpu gpu = GpuCatalogue.Find(name)!;
        List<string> hurt = [];
        foreach (Operator work in Work)
        {
            IReadOnlyList<Sensitivity> all = Sensitivity.Of(Model, work, gpu);
            Assert.Equal(GpuChange.All.Count, all.Count);
            Assert.Equal(all.OrderByDescending(one => one.Gain), all);
            hurt.AddRange(all.Where(one => one.Gain < (MayCrowd(work, one.Change) ? -0.04 : -1e-9))
                .Select(one => $"{work.Kind} {work.Shape}: {one.Change.Key} {one.Gain}"));
        }

        Assert.Empty(hurt);
    }

    // Norms and softmax ask for a row again. More multiprocessors have more rows on their way, which may push each other out of a small
    // last-level cache (P100, MI200): that costs bytes, not arithmetic.
    private static bool MayCrowd(Operator work, GpuChange change) => work is Norm or Softmax && change.Key == "multiprocessors";

    [Fact]
    public void Does_memory_bandwidth_lead_where_one_row_meets_a_large_matrix()
    {
        // 8192 x 8192 weights of 2 bytes for 2 x 8192 x 8192 operations: one operation a byte.
        IReadOnlyList<Sensitivity> all = Sensitivity.Of(Model, new Gemm("", NumberFormat.Fp16, 1, 8192, 8192), MadeRows.A100);
        Assert.Equal("memory_bandwidth", all[0].Change.Key);

        // A tenth more of what takes all the time gains a tenth at most.
        Assert.InRange(all[0].Gain, 0.05, 0.1);
    }

    [Fact]
    public void Does_memory_bandwidth_not_lead_where_matrices_are_large() => Assert.NotEqual(
        "memory_bandwidth", Sensitivity.Of(Model, new Gemm("", NumberFormat.Fp16, 8192, 8192, 8192), MadeRows.A100)[0].Change.Key);

    [Fact]
    public void Does_each_change_change_the_machine()
    {
        Assert.All(GpuChange.All, change => Assert.NotEqual(MadeRows.A100, change.Apply(MadeRows.A100)));
        Assert.Equal(GpuChange.All.Count, GpuChange.All.Select(change => change.Key).Distinct().Count());
    }

    [Fact]
    public void Do_all_peaks_grow_together()
    {
        GpuPeaks peaks = GpuCatalogue.Find("b200-sxm-180gb")!.Peak;
        GpuPeaks twice = peaks.Times(2);
        foreach (System.Reflection.PropertyInfo rate in typeof(GpuPeaks).GetProperties().Where(property => property.PropertyType == typeof(OpRate?)))
        {
            Assert.Equal(((OpRate?)rate.GetValue(peaks))?.PerSecond * 2, ((OpRate?)rate.GetValue(twice))?.PerSecond);
        }
    }
}

using Orrery.Configuration.Units;
using Orrery.CostModels.Analytic;
using Orrery.CostModels.Sensitivities;
using Orrery.Hardware;
using Orrery.Workloads.Formats;
using Orrery.Workloads.Operators;

namespace Orrery.Models.Tests.Validation;

/// <summary>What would help, and by how much?</summary>
public sealed class SensitivityTests
{
    private static readonly AnalyticCost Model = new();

    [Theory]
    [InlineData("a100-sxm4-80gb")]
    [InlineData("t4")]
    [InlineData("h100-sxm5-80gb")]
    [InlineData("b200-sxm-180gb")]
    public void Does_more_of_anything_never_hurt(string name)
    {
        Gpu gpu = GpuCatalogue.Find(name)!;
        foreach (Operator work in MadeRows.Work)
        {
            IReadOnlyList<Sensitivity> all = Sensitivity.Of(Model, work, gpu);
            Assert.Equal(GpuChange.All.Count, all.Count);
            Assert.All(all, one => Assert.True(one.Gain >= -1e-9, $"{work.Kind} {work.Shape}: {one.Change.Key} {one.Gain}"));
            Assert.Equal(all.OrderByDescending(one => one.Gain), all);
        }
    }

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

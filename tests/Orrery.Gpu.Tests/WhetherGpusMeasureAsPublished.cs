using Orrery.Gpu.Machines;
using Orrery.Gpu.Measuring;
using Orrery.Hardware;

namespace Orrery.Gpu.Tests;

/// <summary>Microbenchmark kernels beside what papers measured, within 10 %.</summary>
public sealed class WhetherGpusMeasureAsPublished
{
    private const double Band = 0.10;

    [Theory]
    [InlineData("a100-sxm4-40gb")]
    [InlineData("a100-sxm4-80gb")]
    [InlineData("h100-sxm5-80gb")]
    public void Every_published_value(string name)
    {
        MicrobenchmarkRow[] rows = [.. MicrobenchmarkRow.Of(GpuMachine.Of(GpuCatalogue.Find(name)!)!)];
        Assert.True(rows.Count(row => row.Published is not null) >= 16);
        Assert.All(rows.Where(row => row.Published is not null), row =>
            Assert.True(Math.Abs(row.Error!.Value) < Band, $"{row.Benchmark.Name}: {row.Simulated:F1} {row.Benchmark.Unit}, published {row.Published!.Value}"));
    }

    [Fact]
    public void Each_published_value_belongs_to_a_benchmark_and_a_GPU()
    {
        string[] known = [.. MicrobenchmarkCatalogue.All.Select(benchmark => benchmark.Name)];
        Assert.Equal(known.Length, known.Distinct().Count());
        foreach (PublishedSheet sheet in PublishedSheet.Presets.All)
        {
            Assert.Empty(sheet.Values.Select(value => value.Benchmark).Except(known));
            Assert.All(sheet.Aliases, gpu => Assert.NotNull(GpuCatalogue.Find(gpu)));
        }
    }
}

using Orrery.CostModels;
using Orrery.CostModels.Analytic;
using Orrery.Hardware;
using Orrery.Workloads.Formats;
using Orrery.Workloads.Operators;

namespace Orrery.Models.Tests.Costs;

/// <summary>Does a board ever draw more than its limit? Energy of memory counts as that of the chip does.</summary>
public sealed class PowerLimitTests
{
    private static readonly AnalyticCost Cost = new();

    [Fact]
    public void Does_no_multiplication_draw_more_than_the_limit_on_any_gpu()
    {
        foreach (HardwareGpu gpu in GpuCatalogue.All)
        {
            foreach (NumberFormat format in FormatCatalogue.All.Where(format => gpu.Peak.Of(format.Rate) is not null))
            {
                foreach ((int m, int n, int k) in new[] { (8192, 8192, 8192), (1, 16384, 16384), (256, 8192, 8192), (4096, 65536, 128) })
                {
                    OperatorCost cost = Cost.Cost(new Gemm("", format, m, n, k), gpu);
                    Assert.True(cost.Watts <= gpu.Tdp.Watts * 1.0001, $"{m} x {n} x {k} in {format} on {gpu.Name}: {cost.Watts:F1} W");
                }
            }
        }
    }

    [Fact]
    public void Do_sums_of_long_arrays_draw_no_more_than_the_limit_on_any_gpu()
    {
        foreach (HardwareGpu gpu in GpuCatalogue.All)
        {
            OperatorCost cost = Cost.Cost(new Elementwise("", NumberFormat.Fp32, 1 << 14, 1 << 14, ElementFunction.Add), gpu);
            Assert.True(cost.Watts <= gpu.Tdp.Watts * 1.0001, $"{gpu.Name}: {cost.Watts:F1} W");
        }
    }

    [Theory]
    [InlineData(4096, 4096)]
    [InlineData(1, 16384)]
    public void Does_no_attention_draw_more_than_the_limit_on_any_gpu(int queries, int keys)
    {
        foreach (HardwareGpu gpu in GpuCatalogue.All.Where(gpu => gpu.Peak.Of(NumberFormat.Fp16.Rate) is not null))
        {
            OperatorCost cost = Cost.Cost(new Attention("", NumberFormat.Fp16, 8, 32, 8, 128, queries, keys, queries > 1), gpu);
            Assert.True(cost.Watts <= gpu.Tdp.Watts * 1.0001, $"{gpu.Name}: {cost.Watts:F1} W of {gpu.Tdp.Watts:F0}");
        }
    }
}

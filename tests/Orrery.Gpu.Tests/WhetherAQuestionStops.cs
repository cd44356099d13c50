using Orrery.Hardware;
using Orrery.Workloads.Formats;
using Orrery.Workloads.Operators;

namespace Orrery.Gpu.Tests;

/// <summary>Questions at cycle level that a person does not want answered any more.</summary>
public sealed class WhetherAQuestionStops
{
    private static readonly Hardware.Gpu A100 = GpuCatalogue.Find("a100-sxm4-80gb")!;

    [Fact]
    public void One_that_was_stopped_can_be_asked_again()
    {
        var cost = new CycleCost();
        var work = new Gemm("product", NumberFormat.Fp16, 128, 128, 256);
        Assert.ThrowsAny<OperationCanceledException>(() => cost.Cost(work, A100, new CancellationToken(canceled: true)));
        Assert.InRange(cost.Cost(work, A100).Seconds, 1e-6, 1e-4);
    }

    [Fact]
    public void A_long_one_stops_within_a_second_or_so()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        long start = TimeProvider.System.GetTimestamp();
        // Some ten seconds of work.
        var work = new Gemm("product", NumberFormat.Fp32, 8192, 8192, 8192);
        Assert.ThrowsAny<OperationCanceledException>(() => new CycleCost().Cost(work, A100, stop.Token));
        Assert.InRange(TimeProvider.System.GetElapsedTime(start).TotalSeconds, 0.9, 5);
    }
}

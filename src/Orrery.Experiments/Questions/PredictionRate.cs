using System.Diagnostics;
using System.Globalization;
using Orrery.CostModels;
using Orrery.Hardware;
using Orrery.Workloads.Formats;
using Orrery.Workloads.Operators;

namespace Orrery.Experiments.Questions;

/// <summary>How many multiplications the analytic model predicts in a second, on one core and with nothing remembered between questions.</summary>
/// <param name="Predictions">Predictions in the timed run.</param>
/// <param name="Seconds">The fastest of the repeats.</param>
/// <param name="BytesPerPrediction">Bytes allocated for each; 0 is what it should be.</param>
/// <param name="PredictedSeconds">Sum of the predicted times of one round: the same on any machine.</param>
public sealed record PredictionRate(long Predictions, double Seconds, double BytesPerPrediction, double PredictedSeconds)
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(1200);
    private static readonly TimeSpan OneRun = TimeSpan.FromMilliseconds(500);

    // From decoding one token to the largest batches, and from narrow to wide layers.
    private static readonly int[] Rows = [1, 16, 100, 512, 2048, 8192];
    private static readonly int[] Widths = [1024, 4096, 5120, 14336];
    private static readonly string[] Gpus = ["a100-sxm4-80gb", "h100-sxm5-80gb"];

    /// <summary>Predictions a second.</summary>
    public double PerSecond => Predictions / Seconds;

    /// <param name="repeat">Timed runs; at least 1.</param>
    /// <param name="stop">Ends the measurement (then <see cref="OperationCanceledException"/>).</param>
    public static PredictionRate Measure(int repeat, CancellationToken stop)
    {
        IOperatorCost cost = CostCatalogue.Find("analytic")!;
        HardwareGpu[] gpus = [.. Gpus.Select(name => GpuCatalogue.Find(name)!)];
        Gemm[] shapes =
        [
            .. from m in Rows from n in Widths from k in Widths select new Gemm("", NumberFormat.Fp16, m, n, k),
        ];
        long began = Stopwatch.GetTimestamp();
        double predicted;
        do predicted = Round(cost, shapes, gpus);
        while (Stopwatch.GetElapsedTime(began) < WarmUp);

        PredictionRate? best = null;
        for (int run = 0; run < repeat; run++)
        {
            PredictionRate next = Once(cost, shapes, gpus, predicted, stop);
            best = best is null || next.PerSecond > best.PerSecond ? next : best;
        }

        return best!;
    }

    /// <summary>One line, as the other benchmarks print it.</summary>
    public string Line() => string.Create(CultureInfo.InvariantCulture,
        $"model=predict predictions={Predictions} seconds={Seconds:F6} predictions_per_s={PerSecond:F0} bytes_per_prediction={BytesPerPrediction:0.##} predicted_s={PredictedSeconds:G6}");

    private static PredictionRate Once(IOperatorCost cost, Gemm[] shapes, HardwareGpu[] gpus, double predicted, CancellationToken stop)
    {
        long count = 0;
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        long began = Stopwatch.GetTimestamp();
        do
        {
            stop.ThrowIfCancellationRequested();
            _ = Round(cost, shapes, gpus);
            count += shapes.Length * gpus.Length;
        }
        while (Stopwatch.GetElapsedTime(began) < OneRun);
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        long bytes = GC.GetAllocatedBytesForCurrentThread() - allocated;
        return new PredictionRate(count, seconds, (double)bytes / count, predicted);
    }

    private static double Round(IOperatorCost cost, Gemm[] shapes, HardwareGpu[] gpus)
    {
        double sum = 0;
        foreach (HardwareGpu gpu in gpus)
        {
            foreach (Gemm shape in shapes) sum += cost.Cost(shape, gpu).Seconds;
        }

        return sum;
    }
}

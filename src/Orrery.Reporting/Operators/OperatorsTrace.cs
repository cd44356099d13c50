using System.Globalization;
using Orrery.Engine.Tracing;
using Orrery.Experiments.Operators;

namespace Orrery.Reporting.Operators;

/// <summary>The operators on a time line, for Perfetto: one process for the GPU, a track of layers above a track of operators.</summary>
public static class OperatorsTrace
{
    public const int Gpu = 1;
    public const int LayerTrack = 1;
    public const int OperatorTrack = 2;

    private const double Microseconds = 1e6;

    public static void Write(OperatorsResult result, ChromeTraceWriter trace)
    {
        trace.NameProcess(Gpu, result.Gpu);
        trace.NameThread(Gpu, LayerTrack, "layers");
        trace.NameThread(Gpu, OperatorTrack, "operators");
        foreach (IGrouping<int, OperatorResult> layer in result.Operators.GroupBy(op => op.Layer))
        {
            double start = layer.First().StartSeconds;
            double end = layer.Last().StartSeconds + layer.Last().TimeSeconds;
            string name = "layer " + layer.Key.ToString(CultureInfo.InvariantCulture);
            trace.Span(Gpu, LayerTrack, name, start * Microseconds, (end - start) * Microseconds, new TraceArgument("work", result.Work));
            foreach (OperatorResult op in layer)
                Operator(op, trace);
        }
        trace.Counter(Gpu, "TFLOP/s", result.TimeSeconds * Microseconds, 0);
        trace.Counter(Gpu, "GB/s", result.TimeSeconds * Microseconds, 0);
    }

    private static void Operator(OperatorResult op, ChromeTraceWriter trace)
    {
        double start = op.StartSeconds * Microseconds;
        trace.Span(
            Gpu, OperatorTrack, op.Name, start, op.TimeSeconds * Microseconds,
            new TraceArgument("kind", op.Kind),
            new TraceArgument("shape", op.Shape),
            new TraceArgument("format", op.Format),
            new TraceArgument("flops", op.Flops),
            new TraceArgument("bytes", op.Bytes),
            new TraceArgument("flops_per_byte", op.ArithmeticIntensity),
            new TraceArgument("bound", Names.Of(op.Bound)),
            new TraceArgument("share", op.ShareOfTotal));
        trace.Counter(Gpu, "TFLOP/s", start, op.AchievedFlopsPerSecond / 1e12);
        trace.Counter(Gpu, "GB/s", start, op.AchievedBytesPerSecond / 1e9);
    }
}

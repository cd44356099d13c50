using Orrery.Engine.Tracing;
using Orrery.Experiments.Cycle;
using Orrery.Gpu.Activity;

namespace Orrery.Reporting.Cycle;

/// <summary>
/// Kernels on a time line, for Perfetto: a row of kernels, a process of multiprocessors with their blocks, and curves of memory.
/// Bounded: only the first multiprocessors are drawn when all would make too many events.
/// </summary>
public static class CycleTrace
{
    /// <summary>The process of the multiprocessors.</summary>
    public const int Multiprocessors = 2;

    /// <summary>The process of the memory curves.</summary>
    public const int Memory = 3;

    /// <summary>The track of kernels in the first process.</summary>
    public const int KernelTrack = 3;

    private const int Gpu = 1;
    private const double Microseconds = 1e6;
    private const int MostSpans = 60_000;
    private const int MostSteps = 256;
    private const int LeastSteps = 16;
    private const int SlotsOfSm = 64;

    /// <summary>Writes all kernels.</summary>
    public static void Write(CycleDetail detail, ChromeTraceWriter trace)
    {
        trace.NameThread(Gpu, KernelTrack, "kernels");
        foreach (KernelFigures kernel in detail.Kernels)
        {
            trace.Span(Gpu, KernelTrack, kernel.Name, kernel.StartSeconds * Microseconds, kernel.Seconds * Microseconds,
                new TraceArgument("cycles", kernel.Cycles),
                new TraceArgument("warp_instructions", kernel.WarpInstructions),
                new TraceArgument("simulated_fraction", kernel.SimulatedFraction),
                new TraceArgument("busiest_unit", kernel.Busiest.Name),
                new TraceArgument("busiest_share", kernel.Busiest.Share),
                new TraceArgument("worst_stall", kernel.WorstStall?.Name ?? ""));
        }

        KernelFigures[] recorded = [.. detail.Kernels.Where(kernel => kernel.Activity is { Cycles: > 0 })];
        if (recorded.Length == 0)
            return;
        trace.NameProcess(Multiprocessors, "multiprocessors");
        trace.NameProcess(Memory, "memory");
        BlockSpan[][] blocks = [.. recorded.Select(kernel => kernel.Activity!.Blocks.ToArray())];
        int sms = SmsThatFit(blocks);
        HashSet<int> named = [];
        int steps = Math.Max(LeastSteps, MostSteps / recorded.Length);
        for (int at = 0; at < recorded.Length; at++)
        {
            Blocks(recorded[at], [.. blocks[at].Where(span => span.Sm < sms)], named, trace);
            Curves(recorded[at], steps, trace);
        }
    }

    private static int SmsThatFit(BlockSpan[][] blocks)
    {
        int[] counts = [.. blocks.SelectMany(spans => spans).GroupBy(span => span.Sm).OrderBy(sm => sm.Key).Select(sm => sm.Count())];
        int sum = 0;
        for (int sm = 0; sm < counts.Length; sm++)
        {
            sum += counts[sm];
            if (sum > MostSpans) return Math.Max(1, sm);
        }
        return int.MaxValue;
    }

    // What was recorded of a sample is stretched over the kernel's time.
    private static void Blocks(KernelFigures kernel, BlockSpan[] spans, HashSet<int> named, ChromeTraceWriter trace)
    {
        double scale = kernel.Seconds / kernel.Activity!.Cycles;
        foreach (BlockSpan span in spans.OrderBy(span => span.Sm).ThenBy(span => span.Slot).ThenBy(span => span.Start))
        {
            int track = 1 + (span.Sm * (SlotsOfSm + 1)) + span.Slot + 1;
            if (named.Add(track))
                trace.NameThread(Multiprocessors, track, span.Slot < 0 ? $"SM {span.Sm}, further blocks" : $"SM {span.Sm}, place {span.Slot}");
            double start = (kernel.StartSeconds + (span.Start * scale)) * Microseconds;
            double length = (span.End - span.Start) * scale * Microseconds;
            string name = span.Blocks == 1 ? $"({span.X}, {span.Y}, {span.Z})" : $"{span.Blocks} blocks";
            trace.Span(Multiprocessors, track, name, start, length, new TraceArgument("kernel", kernel.Name), new TraceArgument("cycles", span.End - span.Start));
        }
    }

    private static void Curves(KernelFigures kernel, int steps, ChromeTraceWriter trace)
    {
        GpuActivity activity = kernel.Activity!;
        IReadOnlyList<MemorySample> samples = activity.Memory(steps);
        double scale = kernel.Seconds / activity.Cycles;
        for (int step = 0; step < steps; step++)
        {
            double cycles = samples[step + 1].Time - samples[step].Time;
            double seconds = cycles / kernel.Hertz * activity.Sms / kernel.Multiprocessors;
            double at = (kernel.StartSeconds + (samples[step].Time * scale)) * Microseconds;
            trace.Counter(Memory, "L2 GB/s", at, Rate(samples[step + 1].L2Bytes - samples[step].L2Bytes, seconds));
            trace.Counter(Memory, "DRAM GB/s", at, Rate(samples[step + 1].DramBytes - samples[step].DramBytes, seconds));
        }
        double end = (kernel.StartSeconds + kernel.Seconds) * Microseconds;
        trace.Counter(Memory, "L2 GB/s", end, 0);
        trace.Counter(Memory, "DRAM GB/s", end, 0);
    }

    private static double Rate(double bytes, double seconds) => seconds > 0 ? bytes / seconds / 1e9 : 0;
}

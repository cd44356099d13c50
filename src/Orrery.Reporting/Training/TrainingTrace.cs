using System.Globalization;
using Orrery.Engine.Tracing;
using Orrery.Experiments.Training;
using Orrery.Training.Plans;
using Orrery.Training.Timelines;

namespace Orrery.Reporting.Training;

/// <summary>
/// Devices on a time line, for Perfetto: a process for each chosen rank, with rows for what it does, what runs beside that, and what it sends
/// up and down the pipeline, and a curve of its memory. Bounded: where all would make too many events, the window ends earlier, which a mark says.
/// </summary>
public static class TrainingTrace
{
    /// <summary>The row of what a device does.</summary>
    public const int WorkRow = 1;

    /// <summary>The row of reductions beside computation.</summary>
    public const int BesideRow = 2;

    /// <summary>The row of messages to the next stage.</summary>
    public const int ForwardRow = 3;

    /// <summary>The row of messages to the stage before.</summary>
    public const int BackwardRow = 4;

    /// <summary>Events at most, so that a file stays below some 60 MB and opens in a browser.</summary>
    public const int MostEvents = 300_000;

    // A span, a step of the memory curve and half a message for each activity, roughly.
    private const double EventsOfActivity = 2.5;
    private const double TicksOfMicrosecond = 1e6;
    private const double Gib = 1024.0 * 1024 * 1024;

    public static void Write(TrainingResult result, ChromeTraceWriter trace)
    {
        (long start, long asked) = Window(result);
        DeviceTimeline[] lines = [.. result.TraceRanks.Select(result.Step.TimelineOf)];
        long end = Fitting(lines, start, asked);
        RankOrder order = new(result.Step.Plan);
        Dictionary<DeviceTimeline, MemoryCurve> curves = [];
        for (int index = 0; index < lines.Length; index++)
        {
            DeviceTimeline line = lines[index];
            if (!curves.TryGetValue(line, out MemoryCurve? curve))
            {
                curves.Add(line, curve = result.MemoryOf(line));
            }

            int rank = result.TraceRanks[index];
            // Process numbers of a trace start from 1.
            new Device(trace, rank + 1, start, end).Write(Title(rank, order.PlaceOf(rank), result), line, curve);
        }

        if (end < asked && lines.Length > 0)
        {
            trace.Instant(result.TraceRanks[0] + 1, WorkRow, "cut here: choose trace_ranks or trace_window", end / TicksOfMicrosecond);
        }
    }

    /// <summary>The window in ticks that the result asks for, within the step.</summary>
    public static (long Start, long End) Window(TrainingResult result)
    {
        long all = result.Step.StepTicks;
        return result.TraceWindow is not { } window ? (0, all)
            : (Math.Min(Ticks.Of(window.Start.Seconds), all), Math.Min(Ticks.Of(Math.Min(window.EndSeconds, Ticks.Seconds(all))), all));
    }

    private static long Fitting(DeviceTimeline[] lines, long start, long end)
    {
        IEnumerable<IGrouping<DeviceTimeline, DeviceTimeline>> same = [.. lines.GroupBy(line => line)];
        double Events(long until) => EventsOfActivity * same.Sum(line =>
            (double)line.Count() * line.Key.Activities.Count(activity => activity.End > start && activity.Start < until));
        for (int halving = 0; halving < 24 && Events(end) > MostEvents; halving++)
        {
            end = start + ((end - start) / 4 * 3);
        }

        return end;
    }

    private static string Title(int rank, RankPlace place, TrainingResult result)
    {
        Plan plan = result.Step.Plan;
        string context = plan.Context > 1 ? $", context {place.Context}" : "";
        return string.Create(CultureInfo.InvariantCulture, $"rank {rank}: stage {place.Stage}, tensor {place.Tensor}{context}, data {place.Data}");
    }

    private sealed class Device(ChromeTraceWriter trace, int process, long start, long end)
    {
        public void Write(string title, DeviceTimeline line, MemoryCurve curve)
        {
            trace.NameProcess(process, title);
            trace.NameThread(process, WorkRow, "work");
            bool beside = line.Activities.Any(activity => activity.Kind == ActivityKind.HiddenReduce);
            if (beside)
            {
                trace.NameThread(process, BesideRow, "beside it");
            }

            foreach (Activity activity in line.Activities.Where(activity => activity.End > start && activity.Start < end).OrderBy(activity => activity.Start))
            {
                Span(activity.Kind == ActivityKind.HiddenReduce ? BesideRow : WorkRow, ActivityNames.Of(activity), activity.Start, activity.End,
                    new TraceArgument("micro_batch", activity.MicroBatch), new TraceArgument("chunk", activity.Chunk));
            }

            Messages(line, forward: true, ForwardRow, "to the next stage");
            Messages(line, forward: false, BackwardRow, "to the stage before");
            double last = curve.Points.LastOrDefault(point => point.Tick <= start).Bytes;
            trace.Counter(process, "memory GiB", start / TicksOfMicrosecond, last / Gib);
            foreach ((long tick, double bytes) in curve.Points.Where(point => point.Tick > start && point.Tick < end))
            {
                trace.Counter(process, "memory GiB", tick / TicksOfMicrosecond, bytes / Gib);
            }
        }

        private void Messages(DeviceTimeline line, bool forward, int row, string name)
        {
            Message[] messages = [.. line.Sent.Where(message => message.Forward == forward && message.End > start && message.Start < end).OrderBy(message => message.Start)];
            if (messages.Length == 0)
            {
                return;
            }

            trace.NameThread(process, row, name);
            foreach (Message message in messages)
            {
                Span(row, $"to stage {message.To}", message.Start, message.End,
                    new TraceArgument("micro_batch", message.MicroBatch), new TraceArgument("bytes", message.Bytes));
            }
        }

        private void Span(int row, string name, long from, long to, params ReadOnlySpan<TraceArgument> args)
        {
            (from, to) = (Math.Max(from, start), Math.Min(to, end));
            trace.Span(process, row, name, from / TicksOfMicrosecond, (to - from) / TicksOfMicrosecond, args);
        }
    }
}

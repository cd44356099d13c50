using Orrery.Configuration.Units;
using Orrery.Engine.Tracing;
using Orrery.Experiments.Replay;
using Orrery.Training.Traces.Rows;

namespace Orrery.Reporting.Replay;

/// <summary>The chosen ranks of a replay on a time line, for Perfetto: a process a rank. Bounded: neighbours become one bar where there are too many.</summary>
public static class ReplayTrace
{
    private const double TicksOfMicrosecond = 1e6;

    public static void Write(ReplayedStep result, ChromeTraceWriter trace)
    {
        RowSelection selection = new()
        {
            Ranks = result.TraceRanks,
            From = result.TraceWindow?.Start ?? default,
            To = result.TraceWindow is { } window ? new Duration(Math.Min(window.EndSeconds, result.TimeSeconds)) : null,
        };
        int named = -1;
        foreach (TimelineRow row in ReplayRows.Of(result.Replay, selection))
        {
            // Process numbers of a trace start from 1.
            int process = row.Rank + 1;
            if (named != row.Rank)
            {
                named = row.Rank;
                trace.NameProcess(process, row.RankName);
            }

            trace.NameThread(process, row.Track, row.Name);
            foreach (TimelineSpan span in row.Spans)
            {
                trace.Span(process, row.Track, span.Name, span.Start / TicksOfMicrosecond, (span.End - span.Start) / TicksOfMicrosecond);
            }
        }
    }
}

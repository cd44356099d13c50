using Orrery.Training.Traces.Reading;
using Orrery.Training.Traces.Replaying;

namespace Orrery.Training.Traces.Rows;

/// <summary>The recorded ranks of a replay as rows: computation, communication streams, receives, host, link to the host.</summary>
public static class ReplayRows
{
    /// <summary>The rows of the ranks that were recorded and are chosen.</summary>
    public static IReadOnlyList<TimelineRow> Of(ReplayResult result, RowSelection? selection = null)
    {
        selection ??= new RowSelection();
        (long from, long to) = selection.Window(result.StepTicks);
        RowBuilder rows = new(selection, result.StepTicks);
        foreach (int rank in result.Spans.Keys.Where(one => selection.Ranks.Count == 0 || selection.Ranks.Contains(one)).Order())
        {
            IReadOnlyList<ReplaySpan> spans = result.Spans[rank];
            ReplaySpan[] seen = [.. spans.Where(span => span.End > from && span.Start < to && span.End > span.Start)];
            Dictionary<int, string> names = NodeNames.Of(result.Files[rank], seen.Select(span => span.Node).ToHashSet());
            foreach (IGrouping<string, ReplaySpan> row in seen.GroupBy(RowOf).OrderBy(row => row.Key, StringComparer.Ordinal))
            {
                rows.Add(rank, $"rank {rank}", row.Key[2..], row.Select(span => new TimelineSpan(names[span.Node], span.Start, span.End)));
            }
        }

        return rows.Bounded();
    }

    // The digit before the name is the place of the row.
    private static string RowOf(ReplaySpan span) => span.Kind switch
    {
        NodeKind.Compute => "1 compute",
        NodeKind.Send or NodeKind.Collective => $"2 communication {span.Lane}",
        NodeKind.Receive => "3 receives",
        NodeKind.Memory => "4 host link",
        _ => "5 host",
    };
}

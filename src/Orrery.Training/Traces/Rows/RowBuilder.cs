namespace Orrery.Training.Traces.Rows;

/// <summary>Collects the bars of rows within a window and bounds their number.</summary>
/// <param name="selection">What is shown.</param>
/// <param name="step">Length of the step in ticks.</param>
internal sealed class RowBuilder(RowSelection selection, long step)
{
    private readonly (long From, long To) _window = selection.Window(step);
    private readonly List<TimelineRow> _rows = [];
    private readonly Dictionary<int, int> _tracks = [];

    /// <summary>Adds the bars of a row; those that overlap go to further rows of the same name.</summary>
    public void Add(int rank, string rankName, string name, IEnumerable<TimelineSpan> spans)
    {
        List<List<TimelineSpan>> rows = [];
        bool Seen(TimelineSpan span) => span.End > _window.From && span.Start < _window.To && span.End > span.Start;
        foreach (TimelineSpan span in spans.Where(Seen).OrderBy(span => span.Start))
        {
            List<TimelineSpan>? row = rows.Find(free => free[^1].End <= span.Start);
            if (row is null)
            {
                row = [];
                rows.Add(row);
            }

            row.Add(span with { Start = Math.Max(span.Start, _window.From), End = Math.Min(span.End, _window.To) });
        }

        foreach (List<TimelineSpan> row in rows)
        {
            int track = _tracks[rank] = _tracks.GetValueOrDefault(rank) + 1;
            _rows.Add(new TimelineRow(rank, rankName, track, row == rows[0] ? name : $"{name}, further", row));
        }
    }

    /// <summary>The rows, all together with no more bars than asked for, but at least one each.</summary>
    public IReadOnlyList<TimelineRow> Bounded()
    {
        long all = _rows.Sum(row => (long)row.Spans.Count);
        if (all <= selection.MostSpans)
        {
            return _rows;
        }

        // Short rows keep what they have; what they leave over is shared by the others.
        int[] counts = [.. _rows.Select(row => row.Spans.Count).Order()];
        long left = selection.MostSpans;
        int most = 1;
        for (int at = 0; at < counts.Length; at++)
        {
            most = (int)Math.Max(1, left / (counts.Length - at));
            if (counts[at] > most)
            {
                break;
            }

            left -= counts[at];
        }

        return [.. _rows.Select(row => row.Spans.Count <= most ? row : row with { Spans = Merged(row.Spans, most) })];
    }

    // One bar for all that begin in the same part of the window.
    private List<TimelineSpan> Merged(IReadOnlyList<TimelineSpan> spans, int most)
    {
        List<TimelineSpan> merged = [];
        long last = -1;
        foreach (TimelineSpan span in spans)
        {
            long part = (long)((double)(span.Start - _window.From) / (_window.To - _window.From) * most);
            if (part == last)
            {
                TimelineSpan before = merged[^1];
                merged[^1] = before with { End = span.End, Count = before.Count + span.Count };
            }
            else
            {
                merged.Add(span);
            }

            last = part;
        }

        return [.. merged.Select(span => span.Count == 1 ? span : span with { Name = $"{span.Name} and {span.Count - 1} more" })];
    }
}

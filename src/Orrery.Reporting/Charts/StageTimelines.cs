using Orrery.Experiments.Training;
using Orrery.Reporting.Training;
using Orrery.Training.Timelines;

namespace Orrery.Reporting.Charts;

/// <summary>
/// What each pipeline stage does over the step. Drawn in columns, each in the colour of what fills most of it, so that the picture stays small
/// however many tasks there are.
/// </summary>
public static class StageTimelines
{
    private const double Width = 960;
    private const double LabelWidth = 90;
    private const double RowHeight = 24;
    private const double BarHeight = 20;
    private const int Columns = 870;

    /// <summary>The picture of the whole step, or of its first part.</summary>
    /// <param name="result">The step.</param>
    /// <param name="end">The tick at which the picture ends; the end of the step where left out.</param>
    public static string Draw(TrainingResult result, long? end = null)
    {
        long ticks = end ?? result.Step.StepTicks;
        DeviceTimeline[] lines = ShownStages.Of(result.Stages);
        Svg svg = new(Width, (lines.Length * RowHeight) + 24, "What each stage does over the step");
        double column = (Width - LabelWidth) / Columns;
        for (int row = 0; row < lines.Length; row++)
        {
            double top = 2 + (row * RowHeight);
            svg.Text(LabelWidth - 12, top + (RowHeight / 2) + 4.5, $"stage {lines[row].Stage}", "label", "end");
            svg.Rect(LabelWidth, top, Width - LabelWidth, BarHeight, "t-bubble");
            string?[] colours = Colours(lines[row], ticks);
            for (int from = 0; from < Columns;)
            {
                int to = from + 1;
                while (to < Columns && colours[to] == colours[from])
                {
                    to++;
                }

                if (colours[from] is { } colour)
                {
                    svg.Rect(LabelWidth + (from * column), top, (to - from) * column, BarHeight, colour);
                }

                from = to;
            }
        }

        double axis = (lines.Length * RowHeight) + 18;
        svg.Text(LabelWidth, axis, "0 s", "tick").Text(Width, axis, TrainingVerdict.Seconds(Ticks.Seconds(ticks)), "tick", "end");
        return svg.ToString();
    }

    /// <summary>The tick at which the pipeline has filled and runs steadily, to look at it more closely; null where that is most of the step.</summary>
    public static long? Filled(TrainingResult result)
    {
        int tasks = 3 * result.Step.Plan.Chunks;
        DeviceTimeline first = result.Stages[0];
        return first.Activities.Count > 3 * tasks ? first.Activities[tasks].End : null;
    }

    // Alternating tasks that are shorter than a column would look like one; the one that fills most wins, and ties go to the first.
    private static string?[] Colours(DeviceTimeline line, long ticks)
    {
        Dictionary<string, double>[] filled = [.. Enumerable.Range(0, Columns).Select(_ => new Dictionary<string, double>())];
        double width = (double)ticks / Columns;
        foreach (Activity activity in line.Activities.Where(activity => activity.Kind != ActivityKind.HiddenReduce && activity.Ticks > 0 && activity.Start < ticks))
        {
            string colour = ActivityNames.Css(activity.Kind);
            int last = Math.Min(Columns - 1, (int)((activity.End - 1) / width));
            for (int at = (int)(activity.Start / width); at <= last; at++)
            {
                double part = Math.Min(activity.End, (at + 1) * width) - Math.Max(activity.Start, at * width);
                filled[at][colour] = filled[at].GetValueOrDefault(colour) + part;
            }
        }

        return [.. filled.Select(parts => parts.Values.Sum() * 2 < width ? null : parts.MaxBy(part => part.Value).Key)];
    }
}

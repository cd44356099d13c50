using Orrery.Experiments.Training;
using Orrery.Reporting.Numbers;
using Orrery.Reporting.Training;
using Orrery.Training.Results;
using Orrery.Training.Timelines;

namespace Orrery.Reporting.Charts;

/// <summary>Where the time of each pipeline stage goes: a bar a stage, all as long as the step.</summary>
public static class StageBars
{
    private const double Width = 960;
    private const double LabelWidth = 90;
    private const double RowHeight = 26;
    private const double BarHeight = 18;

    public static string Draw(TrainingResult result)
    {
        DeviceTimeline[] lines = ShownStages.Of(result.Stages);
        Svg svg = new(Width, (lines.Length * RowHeight) + 4, "Where the time of each stage goes");
        for (int row = 0; row < lines.Length; row++)
        {
            double top = 2 + (row * RowHeight);
            svg.Text(LabelWidth - 12, top + (RowHeight / 2) + 4.5, $"stage {lines[row].Stage}", "label", "end");
            double x = LabelWidth;
            foreach (TimeKind kind in TimeNames.All.Where(kind => lines[row].Shares[kind] > 0))
            {
                double share = (double)lines[row].Shares[kind] / result.Step.StepTicks;
                double width = (Width - LabelWidth) * share;
                svg.Rect(x, top + ((RowHeight - BarHeight) / 2), width, BarHeight, TimeNames.Css(kind),
                    tip: $"{TimeNames.Of(kind)}: {TrainingVerdict.Seconds(Ticks.Seconds(lines[row].Shares[kind]))}, {Readable.Share(share)}");
                x += width;
            }
        }

        return svg.ToString();
    }
}

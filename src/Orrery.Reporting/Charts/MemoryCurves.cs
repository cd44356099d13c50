using Orrery.Experiments.Training;
using Orrery.Reporting.Training;
using Orrery.Training.Timelines;

namespace Orrery.Reporting.Charts;

/// <summary>What a GPU of the first, the middle and the last stage holds over the step.</summary>
public static class MemoryCurves
{
    private const double Width = 960;
    private const double Height = 260;
    private const double Left = 70;
    private const double Bottom = 24;
    private const double Top = 8;
    private const int Columns = 400;

    /// <summary>The stages that are drawn, with their colours.</summary>
    public static IReadOnlyList<(DeviceTimeline Line, string Css)> Shown(TrainingResult result)
    {
        IReadOnlyList<DeviceTimeline> stages = result.Stages;
        int[] numbers = [.. new[] { 0, stages.Count / 2, stages.Count - 1 }.Distinct()];
        return [.. numbers.Select((stage, place) => (stages[stage], $"curve-{place}"))];
    }

    public static string Draw(TrainingResult result)
    {
        Svg svg = new(Width, Height, "Memory over the step");
        double capacity = result.Step.StageMemory.Max(use => Math.Max(use.Total, use.Capacity));
        double Y(double bytes) => Top + ((Height - Bottom - Top) * (1 - (bytes / capacity)));
        foreach (double part in (double[])[0, 0.25, 0.5, 0.75, 1])
        {
            svg.Line(Left, Y(part * capacity), Width, Y(part * capacity), "grid");
            svg.Text(Left - 10, Y(part * capacity) + 4, TrainingVerdict.Memory(part * capacity), "tick", "end");
        }

        foreach ((DeviceTimeline line, string css) in Shown(result))
        {
            svg.Path("curve " + css, Points(result, line, Y));
        }

        svg.Text(Left, Height - 6, "0 s", "tick").Text(Width, Height - 6, TrainingVerdict.Seconds(result.Step.StepSeconds), "tick", "end");
        return svg.ToString();
    }

    // The most that is held within a column counts: that is what must fit.
    private static (double X, double Y)[] Points(TrainingResult result, DeviceTimeline line, Func<double, double> y)
    {
        double[] most = new double[Columns];
        double now = 0;
        int at = 0;
        foreach ((long tick, double bytes) in result.MemoryOf(line).Points)
        {
            int column = (int)Math.Min(Columns - 1, (double)tick / result.Step.StepTicks * Columns);
            for (; at < column; at++)
            {
                most[at] = Math.Max(most[at], now);
            }

            now = bytes;
            most[column] = Math.Max(most[column], bytes);
        }

        for (; at < Columns; at++)
        {
            most[at] = Math.Max(most[at], now);
        }

        return [.. most.Select((bytes, column) => (Left + ((Width - Left) * column / (Columns - 1)), y(bytes)))];
    }
}

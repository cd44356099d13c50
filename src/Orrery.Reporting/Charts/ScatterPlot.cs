using Orrery.Reporting.Numbers;
using Orrery.Validation;

namespace Orrery.Reporting.Charts;

/// <summary>
/// Predicted over measured time, both logarithmic. On the diagonal a prediction is right; the dashed lines are twice and half.
/// </summary>
public static class ScatterPlot
{
    /// <summary>GPUs with a colour of their own; further ones share the last.</summary>
    public const int Colours = 8;

    private const double Width = 960;
    private const double Height = 620;
    private const double Left = 78;
    private const double Right = 24;
    private const double Top = 18;
    private const double Bottom = 52;

    // Points that say what they are when pointed at: the others are too many and too near to the line.
    private const int Told = 40;

    /// <param name="comparisons">At least one.</param>
    /// <param name="gpus">The GPUs in the order of their colours.</param>
    public static string Draw(IReadOnlyList<Comparison> comparisons, IReadOnlyList<string> gpus)
    {
        Svg svg = new(Width, Height, "Predicted over measured time");
        double least = comparisons.Min(pair => Math.Min(pair.Row.Seconds, pair.PredictedSeconds));
        double most = comparisons.Max(pair => Math.Max(pair.Row.Seconds, pair.PredictedSeconds));
        LogScale x = new(least, most, Left, Width - Right);
        LogScale y = new(least, most, Height - Bottom, Top);
        foreach (double decade in x.Decades)
        {
            svg.Line(x.At(decade), Top, x.At(decade), Height - Bottom, "grid");
            svg.Line(Left, y.At(decade), Width - Right, y.At(decade), "grid");
            svg.Text(x.At(decade), Height - Bottom + 20, Readable.Time(decade), "tick", "middle");
            svg.Text(Left - 10, y.At(decade) + 4, Readable.Time(decade), "tick", "end");
        }
        svg.Line(x.At(x.Least), y.At(y.Least), x.At(x.Most), y.At(y.Most), "right");
        svg.Line(x.At(x.Least), y.At(2 * y.Least), x.At(x.Most / 2), y.At(y.Most), "ridge");
        svg.Line(x.At(2 * x.Least), y.At(y.Least), x.At(x.Most), y.At(y.Most / 2), "ridge");
        svg.Text((Left + Width - Right) / 2, Height - 8, "Measured", "axis", "middle");
        svg.Text(18, (Top + Height - Bottom) / 2, "Predicted", "axis", "middle", -90);
        HashSet<Comparison> worst = [.. comparisons.OrderByDescending(pair => Math.Abs(Math.Log(pair.PredictedSeconds / pair.Row.Seconds))).Take(Told)];
        foreach (Comparison pair in comparisons)
            svg.Circle(x.At(pair.Row.Seconds), y.At(pair.PredictedSeconds), 2, ColourOf(pair.Row.Gpu, gpus) + " dot", worst.Contains(pair) ? Tip(pair) : null);
        return svg.ToString();
    }

    /// <summary>The style of a GPU's points.</summary>
    public static string ColourOf(string gpu, IReadOnlyList<string> gpus)
    {
        int index = 0;
        while (index < Colours - 1 && index < gpus.Count && gpus[index] != gpu) index++;
        return $"gpu-{index}";
    }

    private static string Tip(Comparison pair) =>
        $"{pair.Row.Gpu}, {pair.Row.Class}: {string.Join(" + ", pair.Row.Work.Select(work => work.Shape))}, measured {Readable.Time(pair.Row.Seconds)}, predicted {Readable.Time(pair.PredictedSeconds)} (line {pair.Row.Line})";
}

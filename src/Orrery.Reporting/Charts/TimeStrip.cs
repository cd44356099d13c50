using Orrery.Reporting.Numbers;
using Orrery.Reporting.Operators;

namespace Orrery.Reporting.Charts;

/// <summary>The whole time as one strip, cut into operators to scale: where the time goes at a glance.</summary>
public static class TimeStrip
{
    private const double Width = 960;
    private const double Height = 46;

    public static string Draw(IReadOnlyList<OperatorGroup> groups)
    {
        Svg svg = new(Width, Height, "Share of each operator in the whole time");
        double x = 0;
        foreach (OperatorGroup group in groups)
        {
            double width = Width * group.Share;
            string tip = $"{group.Name}: {Readable.Time(group.TimeSeconds)}, {Readable.Percent(group.Share)}";
            svg.Rect(x, 0, Math.Max(0.5, width - 1.5), Height, Names.Of(group.Bound), Math.Min(4, width / 4), tip);
            if (Fits(group.Name, width))
                svg.Text(x + (width / 2), (Height / 2) + 4.5, group.Name, "on-bar", "middle");
            else if (Fits(Readable.Percent(group.Share), width))
                svg.Text(x + (width / 2), (Height / 2) + 4.5, Readable.Percent(group.Share), "on-bar", "middle");
            x += width;
        }
        return svg.ToString();
    }

    private static bool Fits(string text, double width) => Svg.WidthOf(text, 13) + 10 < width;
}

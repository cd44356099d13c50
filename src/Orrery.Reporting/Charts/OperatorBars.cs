using Orrery.Reporting.Numbers;
using Orrery.Reporting.Operators;

namespace Orrery.Reporting.Charts;

/// <summary>Time of each operator as a bar, in the order of execution, coloured by what bounds it.</summary>
public static class OperatorBars
{
    private const double Width = 960;
    private const double LabelWidth = 190;
    private const double NumberWidth = 140;
    private const double RowHeight = 30;
    private const double BarHeight = 18;

    public static string Draw(IReadOnlyList<OperatorGroup> groups)
    {
        Svg svg = new(Width, (groups.Count * RowHeight) + 4, "Time of each operator");
        double longest = groups.Max(group => group.TimeSeconds);
        double room = Width - LabelWidth - NumberWidth;
        for (int i = 0; i < groups.Count; i++)
        {
            OperatorGroup group = groups[i];
            double top = 2 + (i * RowHeight);
            double middle = top + (RowHeight / 2);
            double width = Math.Max(2, room * group.TimeSeconds / longest);
            double launch = width * group.LaunchSeconds / group.TimeSeconds;
            double y = middle - (BarHeight / 2);
            svg.Text(LabelWidth - 14, middle + 4.5, group.Name, "label", "end");
            svg.Rect(LabelWidth, y, room, BarHeight, "track", 4);
            svg.Rect(LabelWidth, y, width, BarHeight, Names.Of(group.Bound), 4, Tip(group));
            // The launch stands at the end of the bar: it is added to the longest of the other parts, which overlap.
            if (launch >= 1 && group.Bound != CostModels.Bound.Launch)
                svg.Rect(LabelWidth + width - launch, y, launch, BarHeight, "launch", Math.Min(4, launch / 2), "launch " + Readable.Time(group.LaunchSeconds));
            svg.Text(Width - 62, middle + 4.5, Readable.Time(group.TimeSeconds), "value", "end");
            svg.Text(Width - 2, middle + 4.5, Readable.Share(group.Share), "share", "end");
        }
        return svg.ToString();
    }

    private static string Tip(OperatorGroup group)
    {
        string times = group.Count > 1 ? $" ({group.Count} x)" : "";
        return $"{group.Name}{times}: {Readable.Time(group.TimeSeconds)}, {Readable.Flops(group.Flops)}, {Readable.Bytes(group.Bytes)}, bound by {Names.Of(group.Bound)}";
    }
}

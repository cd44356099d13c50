using Orrery.Experiments.Cycle;
using Orrery.Reporting.Numbers;

namespace Orrery.Reporting.Charts;

/// <summary>What the warps of each kernel did: a bar of its states, in parts of their time. The number beside it is the kernel's time.</summary>
public static class StallBars
{
    /// <summary>States with a colour of their own; the others share the last.</summary>
    public const int Colours = 8;

    private const double Width = 960;
    private const double LabelWidth = 190;
    private const double NumberWidth = 80;
    private const double RowHeight = 30;
    private const double BarHeight = 18;
    private const double Least = 0.002;

    /// <param name="kernels">At least one.</param>
    public static string Draw(IReadOnlyList<KernelFigures> kernels)
    {
        IReadOnlyList<string> states = States(kernels);
        Svg svg = new(Width, (kernels.Count * RowHeight) + 4, "What the warps of each kernel did");
        double room = Width - LabelWidth - NumberWidth;
        for (int at = 0; at < kernels.Count; at++)
        {
            KernelFigures kernel = kernels[at];
            double middle = 2 + (at * RowHeight) + (RowHeight / 2);
            double y = middle - (BarHeight / 2);
            svg.Text(LabelWidth - 14, middle + 4.5, Shortened(kernel.Name), "label", "end");
            svg.Rect(LabelWidth, y, room, BarHeight, "track", 4);
            double x = LabelWidth;
            foreach (WarpTime state in kernel.Warps.OrderBy(state => Order(state.Name, states)))
            {
                double share = kernel.ShareOf(state);
                if (share < Least)
                    continue;
                svg.Rect(x, y, Math.Max(0.5, (share * room) - 1), BarHeight, ColourOf(state.Name, states), 0, $"{state.Name}: {Readable.Percent(share)}");
                string text = Readable.Percent(share);
                if (Svg.WidthOf(text, 12) + 8 < share * room)
                    svg.Text(x + (share * room / 2), middle + 4.5, text, "on-bar", "middle");
                x += share * room;
            }
            svg.Text(Width - 2, middle + 4.5, Readable.Time(kernel.Seconds), "value", "end");
        }
        return svg.ToString();
    }

    /// <summary>The states in the order of the bars: issue first, then by what they take of all kernels.</summary>
    public static IReadOnlyList<string> States(IReadOnlyList<KernelFigures> kernels) =>
    [
        .. kernels.SelectMany(kernel => kernel.Warps.Where(state => kernel.ShareOf(state) >= Least))
            .GroupBy(state => state.Name)
            .OrderBy(state => state.Key == WarpTime.Issues ? 0 : 1)
            .ThenByDescending(state => state.Sum(one => one.Cycles))
            .Select(state => state.Key),
    ];

    /// <summary>The style of a state.</summary>
    public static string ColourOf(string state, IReadOnlyList<string> states) => $"gpu-{Math.Min(Colours - 1, Order(state, states))}";

    private static int Order(string state, IReadOnlyList<string> states)
    {
        int at = 0;
        while (at < states.Count && states[at] != state) at++;
        return at;
    }

    private static string Shortened(string name) => name.Length <= 26 ? name : name[..25] + "…";
}

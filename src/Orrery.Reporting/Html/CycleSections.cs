using System.Text;
using Orrery.Experiments.Cycle;
using Orrery.Experiments.Operators;
using Orrery.Reporting.Charts;
using Orrery.Reporting.Cycle;
using Orrery.Reporting.Numbers;
using static Orrery.Reporting.Html.Page;

namespace Orrery.Reporting.Html;

/// <summary>What a simulation cycle by cycle adds to the report: stalls, units, roofline over the bytes that moved, kernels.</summary>
public static class CycleSections
{
    /// <summary>Adds the sections.</summary>
    public static void Add(Page page, OperatorsResult result, CycleDetail detail)
    {
        IReadOnlyList<string> states = StallBars.States(detail.Kernels);
        string legend = "<div class=\"legend\">" + string.Concat(states.Select(state =>
            $"<span><i class=\"{StallBars.ColourOf(state, states)}\"></i>{Text(state)}</span>")) + "</div>";
        page.Add($"<section><h2>Why it takes its cycles</h2>\n<p class=\"verdict\">{Text(CycleVerdict.Why(detail.Total))}</p>\n<p>{Text(CycleVerdict.HowMuch(detail.Total))}</p></section>");
        page.Section("What warps wait for", "Time of resident warps by state, under the names of Nsight Compute; beside each bar the kernel's time.",
            StallBars.Draw(detail.Kernels) + legend);
        page.Section(
            "Roofline over the bytes that moved",
            "Each point is an operator: its operations over the bytes that really went to and from device memory. Right of its place in the other roofline, "
            + "caches saved bytes; left of it, something was read more than once.",
            Roofline.Draw(result, [.. OperatorGroup(result, detail)]));
        page.Section("Units", "What pipes and levels of memory did over all kernels, beside what they can do.", Units(detail.Total));
        page.Section("Kernels", "", Kernels(detail));
    }

    private static IEnumerable<Operators.OperatorGroup> OperatorGroup(OperatorsResult result, CycleDetail detail)
    {
        foreach (IGrouping<int, KernelFigures> kernels in detail.Kernels.GroupBy(kernel => kernel.Operator))
        {
            OperatorResult work = result.Operators[kernels.Key];
            double seconds = kernels.Sum(kernel => kernel.Seconds);
            yield return new Operators.OperatorGroup(work, 1, work.Flops, kernels.Sum(kernel => (double)kernel.DramBytes), seconds, 0, seconds / result.TimeSeconds);
        }
    }

    private static string Units(KernelFigures kernel)
    {
        StringBuilder html = new("<div class=\"scroll\"><table>\n<thead><tr><th class=\"l\">Unit</th><th>Achieved</th><th>Peak</th><th>Share</th></tr></thead>\n<tbody>\n");
        foreach (UnitUse unit in kernel.Units.Where(unit => unit.Amount > 0))
        {
            html.Append($"<tr><td class=\"l\">{Text(unit.Name)}</td>").Append(Cell(CycleVerdict.Rate(unit.Achieved, unit.Unit)))
                .Append(Cell(CycleVerdict.Rate(unit.Peak, unit.Unit))).Append(Cell(Readable.Share(unit.Share))).Append("</tr>\n");
        }
        return html.Append("</tbody></table></div>").ToString();
    }

    private static string Kernels(CycleDetail detail)
    {
        StringBuilder html = new("""
            <div class="scroll"><table>
            <thead><tr><th class="l">Kernel</th><th>Cycles</th><th>Time</th><th>Instructions</th><th>Simulated</th><th>Error</th><th>Clock</th><th>Occupancy</th>
            <th>L1 hits</th><th>L2 hits</th><th>DRAM</th><th>Energy</th><th class="l">Busiest unit</th><th class="l">Worst stall</th></tr></thead>
            <tbody>

            """);
        foreach (KernelFigures kernel in detail.Kernels.Count > 1 ? detail.Kernels.Append(detail.Total) : detail.Kernels)
        {
            html.Append($"<tr><td class=\"l wrap\">{Text(kernel.Name)}</td>").Append(Cell(Readable.Whole(kernel.Cycles))).Append(Cell(Readable.Time(kernel.Seconds)));
            html.Append(Cell(Readable.Count(kernel.WarpInstructions))).Append(Cell(Readable.Percent(kernel.SimulatedFraction)));
            html.Append(Cell(kernel.SimulatedFraction < 1 ? Readable.Percent(kernel.SamplingError) : "-")).Append(Cell($"{Readable.Digits(kernel.Hertz / 1e6)} MHz"));
            html.Append(Cell(kernel.Occupancy is { } occupancy ? $"{Readable.Percent(occupancy.Achieved)} of {Readable.Percent(occupancy.Theoretical)}, {occupancy.Limiter}" : ""));
            html.Append(Cell(Hits(kernel, "L1"))).Append(Cell(Hits(kernel, "L2"))).Append(Cell(Readable.Bytes(kernel.DramBytes)));
            html.Append(Cell(kernel.Joules > 0 ? $"{Readable.Digits(kernel.Joules * 1e3)} mJ, {Readable.Digits(kernel.Watts)} W" : "-"));
            html.Append($"<td class=\"l\">{Text(kernel.Busiest.Name)} {Readable.Percent(kernel.Busiest.Share)}</td>");
            html.Append($"<td class=\"l\">{(kernel.WorstStall is { } stall ? Text($"{stall.Name} {Readable.Percent(kernel.ShareOf(stall))}") : "")}</td></tr>\n");
        }
        return html.Append("</tbody></table></div>").ToString();
    }

    private static string Hits(KernelFigures kernel, string name) =>
        kernel.Hits.First(hits => hits.Name == name).Rate is { } rate ? Readable.Percent(rate) : "-";

    private static string Cell(string text) => $"<td>{Text(text)}</td>";
}

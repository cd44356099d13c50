using System.Text;
using Orrery.CostModels;
using Orrery.Experiments.Operators;
using Orrery.Reporting.Numbers;
using Orrery.Reporting.Operators;
using static Orrery.Reporting.Html.Page;

namespace Orrery.Reporting.Html;

/// <summary>Every number of every operator.</summary>
public static class OperatorTable
{
    public static string Draw(OperatorsResult result, IReadOnlyList<OperatorGroup> groups)
    {
        StringBuilder html = new("""
            <div class="scroll"><table>
            <thead><tr><th class="l">Operator</th><th class="l">Shape</th><th>FLOP</th><th>Bytes</th><th>FLOP/B</th><th>Time</th><th>Share</th>
            <th>Reached</th><th>of its roof</th><th class="l">Bound by</th></tr></thead>
            <tbody>

            """);
        foreach (OperatorGroup group in groups)
        {
            string bound = Names.Of(group.Bound);
            string times = group.Count > 1 ? $" <small>x {group.Count}</small>" : "";
            html.Append($"<tr><td class=\"l\">{Text(group.Name)}{times}</td><td class=\"l wrap\"><small>{Text(group.First.Shape)}</small></td>");
            html.Append(Cell(Readable.Count(group.Flops))).Append(Cell(Readable.Bytes(group.Bytes))).Append(Cell(Readable.Digits(group.ArithmeticIntensity)));
            html.Append(Cell(Readable.Time(group.TimeSeconds))).Append(Cell(Readable.Share(group.Share)));
            (string reached, double part) = Reached(group, result);
            html.Append(Cell(reached)).Append(Cell(Readable.Share(part))).Append($"<td class=\"l\"><i class=\"{bound}\"></i>{bound}</td></tr>\n");
        }
        double rate = result.Flops / result.TimeSeconds;
        html.Append("</tbody>\n<tfoot><tr><td class=\"l\">Total</td><td></td>");
        html.Append(Cell(Readable.Count(result.Flops))).Append(Cell(Readable.Bytes(result.Bytes))).Append(Cell(Readable.Digits(result.Flops / result.Bytes)));
        html.Append(Cell(Readable.Time(result.TimeSeconds))).Append(Cell("100 %")).Append(Cell(Readable.FlopsRate(rate)));
        html.Append(Cell(Readable.Share(rate / result.PeakFlopsPerSecond)));
        return html.Append("<td></td></tr></tfoot></table></div>").ToString();
    }

    // What bounds an operator is what it should be measured by.
    private static (string Rate, double PartOfPeak) Reached(OperatorGroup group, OperatorsResult result) => group.Bound == Bound.Compute
        ? (Readable.FlopsRate(group.FlopsPerSecond), group.FlopsPerSecond / result.PeakFlopsPerSecond)
        : (Readable.BytesRate(group.BytesPerSecond), group.BytesPerSecond / result.PeakBytesPerSecond);

    private static string Cell(string text) => $"<td>{Text(text)}</td>";
}

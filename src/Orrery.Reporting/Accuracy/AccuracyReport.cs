using System.Globalization;
using System.Text;
using Orrery.Reporting.Charts;
using Orrery.Reporting.Folders;
using Orrery.Reporting.Html;
using Orrery.Reporting.Numbers;
using Orrery.Validation;
using static Orrery.Reporting.Html.Page;

namespace Orrery.Reporting.Accuracy;

/// <summary>The report of predictions beside measurements: a picture for each kind, and every group's errors.</summary>
public static class AccuracyReport
{
    public static string Write(IReadOnlyList<Comparison> comparisons, IReadOnlyList<AccuracyGroup> groups, RunRecord record)
    {
        string[] gpus = [.. groups.Select(group => group.Gpu).Distinct().Order(StringComparer.Ordinal)];
        Page page = new("Predictions beside measurements",
            $"{Readable.Whole(comparisons.Count)} rows, {gpus.Length} GPUs, {groups.Count} groups");
        foreach (IGrouping<string, Comparison> kind in comparisons.GroupBy(pair => pair.Row.Kind).OrderBy(kind => kind.Key, StringComparer.Ordinal))
        {
            string[] own = [.. gpus.Where(gpu => kind.Any(pair => pair.Row.Gpu == gpu))];
            page.Section(kind.Key, "On the line a prediction is right; above it too slow. The dashed lines are twice and half the measured time.",
                ScatterPlot.Draw([.. kind], gpus) + Legend(own, gpus));
        }
        page.Section("Errors by group", "In per cent of the measured time; bias above zero is predicted too slow.", Groups(groups));
        page.Section("How to get it again", "", Pairs(
        [
            ("Command", record.Command), ("Version", $"{record.Version} ({record.Commit})"), ("Started", record.StartedText),
            ("Host", $"{record.Host}, {record.Cores} cores"), ("Wall time", Readable.Time(record.WallSeconds)), ("State hash", record.StateHash),
        ]));
        page.Add("<footer>comparisons.csv beside this page holds every row with its prediction.</footer>");
        return page.ToString();
    }

    private static string Legend(IEnumerable<string> own, IReadOnlyList<string> gpus) =>
        "<div class=\"legend\">" + string.Concat(own.Select(gpu =>
            $"<span><i class=\"{ScatterPlot.ColourOf(gpu, gpus)}\"></i>{Text(gpu)}</span>")) + "</div>";

    private static string Groups(IReadOnlyList<AccuracyGroup> groups)
    {
        StringBuilder html = new("""
            <div class="scroll"><table><thead><tr><th class="l">Kind</th><th class="l">GPU</th><th class="l">Class</th><th class="l">Method</th>
            <th>Rows</th><th>Mean</th><th>Median</th><th>Bias</th></tr></thead><tbody>

            """);
        foreach (AccuracyGroup group in groups)
        {
            html.Append($"<tr><td class=\"l\">{Text(group.Kind)}</td><td class=\"l\">{Text(group.Gpu)}</td><td class=\"l\">{Text(group.Class)}</td><td class=\"l\">{Text(group.Method)}</td>");
            html.Append(CultureInfo.InvariantCulture, $"<td>{group.Rows}</td><td>{group.Mape:F1} %</td><td>{group.MedianApe:F1} %</td><td>{group.Bias:+0.0;-0.0;0.0} %</td></tr>\n");
        }
        return html.Append("</tbody></table></div>").ToString();
    }
}

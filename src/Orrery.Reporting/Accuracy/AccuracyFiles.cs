using System.Text.Json.Nodes;
using Orrery.Reporting.Folders;
using Orrery.Validation;

namespace Orrery.Reporting.Accuracy;

/// <summary>Writes all that a validation leaves into its folder.</summary>
public static class AccuracyFiles
{
    public static void Write(RunFolder folder, IReadOnlyList<Comparison> comparisons, IReadOnlyList<AccuracyGroup> groups, JsonArray summary, RunRecord record)
    {
        File.WriteAllText(folder.FileAt("summary.json"), summary.ToJsonString(JsonStyle.Indented) + "\n");
        ComparisonCsv.Write(folder.FileAt("comparisons.csv"), comparisons);
        File.WriteAllText(folder.FileAt("report.html"), AccuracyReport.Write(comparisons, groups, record));
        // The record comes last: a folder whose run.json is empty holds a run that did not end.
        File.WriteAllText(folder.FileAt("run.json"), record.ToJson());
    }
}

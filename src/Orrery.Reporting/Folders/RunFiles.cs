using System.Text.Json.Nodes;
using Orrery.Engine.Tracing;
using Orrery.Experiments;

namespace Orrery.Reporting.Folders;

/// <summary>Writes all that a run leaves into its folder.</summary>
public static class RunFiles
{
    public static void Write(RunFolder folder, IExperiment experiment, ExperimentResult result, JsonObject summary, RunRecord record)
    {
        IResultReport report = ResultReports.Of(result);
        File.WriteAllText(folder.FileAt("experiment.resolved.yaml"), experiment.ResolvedYaml);
        File.WriteAllText(folder.FileAt("summary.json"), summary.ToJsonString(JsonStyle.Indented) + "\n");
        File.WriteAllText(folder.FileAt("stats.csv"), report.Stats(result));
        using (ChromeTraceWriter trace = new(folder.FileAt("trace.json")))
            report.Trace(result, trace);
        File.WriteAllText(folder.FileAt("report.html"), report.Page(result, experiment, record));
        // The record comes last: a folder whose run.json is empty holds a run that did not end.
        File.WriteAllText(folder.FileAt("run.json"), record.ToJson());
    }
}

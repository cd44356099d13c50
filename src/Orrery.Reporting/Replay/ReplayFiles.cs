using System.Text.Json.Nodes;
using Orrery.Engine.Tracing;
using Orrery.Experiments;
using Orrery.Experiments.Replay;
using Orrery.Reporting.Folders;
using Orrery.Reporting.Html;

namespace Orrery.Reporting.Replay;

/// <summary>What a replay leaves in its run folder.</summary>
internal sealed class ReplayFiles : IResultReport
{
    public bool Handles(ExperimentResult result) => result is ReplayedStep;

    public JsonObject Summary(ExperimentResult result) => ReplaySummary.ToJson((ReplayedStep)result);

    public string Stats(ExperimentResult result) => ReplayStats.ToCsv((ReplayedStep)result);

    public void Trace(ExperimentResult result, ChromeTraceWriter trace) => ReplayTrace.Write((ReplayedStep)result, trace);

    public string Page(ExperimentResult result, IExperiment experiment, RunRecord record) => ReplayReport.Write((ReplayedStep)result, experiment, record);
}

using System.Text.Json.Nodes;
using Orrery.Engine.Tracing;
using Orrery.Experiments;
using Orrery.Reporting.Folders;

namespace Orrery.Reporting;

/// <summary>
/// What a sort of result leaves in its run folder. A new sort is a class that implements this, with nothing to register.
/// </summary>
public interface IResultReport
{
    /// <summary>Whether it knows a result.</summary>
    bool Handles(ExperimentResult result);

    /// <summary>What <c>summary.json</c> holds and <c>--json</c> prints. Names carry their unit.</summary>
    JsonObject Summary(ExperimentResult result);

    /// <summary>What <c>stats.csv</c> holds: component, metric, unit, value.</summary>
    string Stats(ExperimentResult result);

    /// <summary>Writes <c>trace.json</c>, for Perfetto.</summary>
    void Trace(ExperimentResult result, ChromeTraceWriter trace);

    /// <summary>What <c>report.html</c> holds.</summary>
    string Page(ExperimentResult result, IExperiment experiment, RunRecord record);
}

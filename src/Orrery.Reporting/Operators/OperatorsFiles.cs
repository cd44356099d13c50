using System.Text.Json.Nodes;
using Orrery.Engine.Tracing;
using Orrery.Experiments;
using Orrery.Experiments.Operators;
using Orrery.Reporting.Folders;
using Orrery.Reporting.Html;

namespace Orrery.Reporting.Operators;

/// <summary>What operators on a GPU leave: those of a layer, or those that a file names.</summary>
internal sealed class OperatorsFiles : IResultReport
{
    public bool Handles(ExperimentResult result) => result is OperatorsResult;

    public JsonObject Summary(ExperimentResult result) => OperatorsSummary.ToJson((OperatorsResult)result);

    public string Stats(ExperimentResult result) => OperatorsStats.ToCsv((OperatorsResult)result);

    public void Trace(ExperimentResult result, ChromeTraceWriter trace) => OperatorsTrace.Write((OperatorsResult)result, trace);

    public string Page(ExperimentResult result, IExperiment experiment, RunRecord record) =>
        OperatorsReport.Write((OperatorsResult)result, experiment, record);
}

using System.Text.Json.Nodes;
using Orrery.Engine.Tracing;
using Orrery.Experiments;
using Orrery.Experiments.Training;
using Orrery.Reporting.Folders;
using Orrery.Reporting.Html;

namespace Orrery.Reporting.Training;

/// <summary>What a training step leaves in its run folder.</summary>
internal sealed class TrainingFiles : IResultReport
{
    public bool Handles(ExperimentResult result) => result is TrainingResult;

    public JsonObject Summary(ExperimentResult result) => TrainingSummary.ToJson((TrainingResult)result);

    public string Stats(ExperimentResult result) => TrainingStats.ToCsv((TrainingResult)result);

    public void Trace(ExperimentResult result, ChromeTraceWriter trace) => TrainingTrace.Write((TrainingResult)result, trace);

    public string Page(ExperimentResult result, IExperiment experiment, RunRecord record) =>
        TrainingReport.Write((TrainingResult)result, experiment, record);
}

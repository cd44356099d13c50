using Orrery.Training.Clusters;
using Orrery.Training.Plans;
using Orrery.Workloads.Models;

namespace Orrery.Training.Validation;

/// <summary>A measured step of a published training job.</summary>
/// <param name="Id">Its name in the table.</param>
/// <param name="Group">Where it was published.</param>
/// <param name="Software">The software stack.</param>
/// <param name="Model">What was trained.</param>
/// <param name="Cluster">Where.</param>
/// <param name="Plan">How.</param>
/// <param name="MeasuredSeconds">Seconds of a step.</param>
public sealed record TrainingRow(
    string Id, string Group, string Software, TransformerModel Model, Cluster Cluster, Plan Plan, double MeasuredSeconds);

/// <summary>A row that cannot be predicted.</summary>
/// <param name="Id">Its name in the table.</param>
/// <param name="Reason">Why.</param>
public sealed record SkippedRow(string Id, string Reason);

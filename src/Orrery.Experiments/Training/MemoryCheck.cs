using Orrery.Training;
using Orrery.Training.Clusters;
using Orrery.Training.Memory;
using Orrery.Training.Plans;
using Orrery.Training.Schedules;
using Orrery.Workloads.Models;

namespace Orrery.Experiments.Training;

/// <summary>Whether a plan fits into the memory of the GPUs, of their hosts and on NVMe, before anything runs.</summary>
/// <param name="simulator">Remembers what is costed, so that the run afterwards has it.</param>
/// <param name="model">What is trained.</param>
/// <param name="cluster">Where.</param>
/// <param name="schedule">A schedule of one's own, or null.</param>
internal sealed class MemoryCheck(TrainingSimulator simulator, TransformerModel model, Cluster cluster, IPipelineSchedule? schedule)
{
    /// <summary>What is too big and what would make it fit, as one clause; null where the plan fits.</summary>
    /// <param name="plan">A plan without mistakes, its data-parallel ranks known.</param>
    public string? Problem(Plan plan)
    {
        if (Memory(plan) is not { } stages || MemoryAdvice.TooBig(stages) is not { } problem)
        {
            return null;
        }

        IReadOnlyList<string> fixes = MemoryAdvice.Fixes(plan, Memory);
        string advice = fixes.Count > 0 ? "it fits with " + string.Join(", or ", fixes)
            : "no change of one thing makes it fit: try several, or more GPUs";
        return $"does not fit: {problem}; {advice}";
    }

    private IReadOnlyList<MemoryUse>? Memory(Plan plan) => simulator.Memory(model, cluster, plan, schedule);
}

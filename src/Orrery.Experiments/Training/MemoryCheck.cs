using Orrery.Training;
using Orrery.Training.Clusters;
using Orrery.Training.Costs;
using Orrery.Training.Memory;
using Orrery.Training.Plans;
using Orrery.Training.Schedules;
using Orrery.Workloads.Models;

namespace Orrery.Experiments.Training;

/// <summary>Whether a plan fits into the memory of the GPUs, before anything runs.</summary>
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
        if (Fullest(plan) is not { } use || MemoryAdvice.TooBig(use) is not { } problem)
        {
            return null;
        }

        IReadOnlyList<string> fixes = MemoryAdvice.Fixes(plan, Fullest);
        string advice = fixes.Count > 0 ? "it fits with " + string.Join(", or ", fixes)
            : "no change of one thing makes it fit: try several, or more GPUs";
        return $"does not fit: {problem}; {advice}";
    }

    /// <summary>The fullest device; null where the plan is none.</summary>
    private MemoryUse? Fullest(Plan plan)
    {
        if (TrainingSimulator.Check(model, cluster, plan, schedule).Count > 0)
        {
            return null;
        }

        CostBook book = simulator.Book(model, cluster);
        IPipelineSchedule order = schedule ?? ScheduleCatalogue.Find(plan.Schedule, plan.VirtualStages)!;
        return new MemoryModel(book, plan, new StepPricer(book).Of(plan), order).Stages().MaxBy(use => use.Total / use.Capacity);
    }
}

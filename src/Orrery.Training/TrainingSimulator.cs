using System.Collections.Concurrent;
using Orrery.Configuration;
using Orrery.CostModels;
using Orrery.CostModels.Analytic;
using Orrery.Training.Clusters;
using Orrery.Training.Costs;
using Orrery.Training.Memory;
using Orrery.Training.Plans;
using Orrery.Training.Results;
using Orrery.Training.Schedules;
using Orrery.Training.Timelines;
using Orrery.Workloads.Models;

namespace Orrery.Training;

/// <summary>
/// Simulates one training step: every distinct operation is costed once, then the timeline of every device is composed of pipeline, tensor
/// and data levels. What is costed is remembered, so that many plans may be asked of one simulator. Safe for several threads.
/// </summary>
/// <param name="operators">Tells how long operators take; collectives too where it knows fabrics.</param>
public sealed class TrainingSimulator(IOperatorCost operators)
{
    private readonly ConcurrentDictionary<(TransformerModel, Cluster), CostBook> _books = [];

    public TrainingSimulator()
        : this(new AnalyticCost())
    {
    }

    /// <summary>The cost model that is asked.</summary>
    public IOperatorCost Operators => operators;

    /// <summary>What the parts of a model cost on a cluster, remembered over plans.</summary>
    public CostBook Book(TransformerModel model, Cluster cluster) =>
        _books.GetOrAdd((model, cluster), key => new CostBook(operators, key.Item1, key.Item2));

    /// <summary>Everything that is wrong with a plan, before anything runs; empty where it can run.</summary>
    public static IReadOnlyList<Diagnostic> Check(TransformerModel model, Cluster cluster, Plan plan, IPipelineSchedule? schedule = null) =>
        PlanCheck.All(model, cluster, plan, schedule);

    /// <summary>Memory of each stage; null where <see cref="Check"/> has something against the plan.</summary>
    /// <param name="model">What is trained.</param>
    /// <param name="cluster">Where.</param>
    /// <param name="plan">How.</param>
    /// <param name="schedule">The order of tasks, in place of the one that the plan names.</param>
    public IReadOnlyList<MemoryUse>? Memory(TransformerModel model, Cluster cluster, Plan plan, IPipelineSchedule? schedule = null)
    {
        if (Check(model, cluster, plan, schedule).Count > 0)
        {
            return null;
        }

        Plan full = plan.For(cluster.Gpus);
        CostBook book = Book(model, cluster);
        IPipelineSchedule order = schedule ?? ScheduleCatalogue.Find(full.Schedule, full.VirtualStages)!;
        return new MemoryModel(book, full, new StepPricer(book).Of(full), order).Stages();
    }

    /// <summary>One step.</summary>
    /// <param name="model">What is trained.</param>
    /// <param name="cluster">Where.</param>
    /// <param name="plan">How.</param>
    /// <param name="schedule">The order of tasks, in place of the one that the plan names.</param>
    /// <exception cref="ArgumentException"><see cref="Check"/> has something against the plan.</exception>
    public StepResult Run(TransformerModel model, Cluster cluster, Plan plan, IPipelineSchedule? schedule = null)
    {
        if (Check(model, cluster, plan, schedule) is { Count: > 0 } mistakes)
        {
            throw new ArgumentException(string.Join('\n', mistakes));
        }

        Plan full = plan.For(cluster.Gpus);
        IPipelineSchedule order = schedule ?? ScheduleCatalogue.Find(full.Schedule, full.VirtualStages)!;
        CostBook book = Book(model, cluster);
        StepCosts costs = new StepPricer(book).Of(full);
        TaskNoise? noise = full.Stragglers > 0 || full.Jitter > 0
            ? new TaskNoise(full.Seed, full.Stragglers, full.Jitter, full.Tensor * full.Context) : null;
        (IReadOnlyList<DeviceTimeline> timelines, long ticks) =
            StepComposer.Compose(costs, order, full.Data, full.Tensor * full.Context, noise);
        return new ResultBuilder(book, full, costs, order).Of(timelines, ticks);
    }
}

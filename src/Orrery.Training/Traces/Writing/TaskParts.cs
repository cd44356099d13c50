using System.Collections.Concurrent;
using Orrery.Training.Costs;
using Orrery.Training.Plans;
using Orrery.Training.Results;
using Orrery.Training.Schedules;
using Orrery.Training.Traces.Schema;
using Orrery.Training.Work;
using Orrery.Workloads.Models;
using Orrery.Workloads.Operators;

namespace Orrery.Training.Traces.Writing;

/// <summary>The operators and collectives of the tasks of a step, each with its part of the task's time. Safe for several threads.</summary>
/// <param name="model">The model.</param>
/// <param name="plan">The plan, its data-parallel ranks known.</param>
/// <param name="costs">What tasks cost.</param>
/// <param name="together">Whether equal operators of the layers of a task become one.</param>
internal sealed class TaskParts(TransformerModel model, Plan plan, StepCosts costs, bool together)
{
    private readonly WorkShape _shape = WorkShape.Of(plan);
    private readonly ChunkContent[] _contents = StageLayout.Of(model, plan);
    private readonly ConcurrentDictionary<(int Place, TaskKind Kind), TaskPart[]> _known = [];

    /// <summary>The parts of a task in order.</summary>
    public TaskPart[] Of(int stage, PipelineTask task) =>
        _known.GetOrAdd(((stage * costs.Shape.Chunks) + task.Chunk, task.Kind),
            key => Parts(Items(_contents[key.Place], key.Kind), costs.Of(stage, task)));

    private List<WorkItem> Items(ChunkContent content, TaskKind kind)
    {
        int again = content.Layers - content.Dense;
        int plain = again - (plan.RecomputeLayers == 0 ? again : Math.Min(plan.RecomputeLayers, again));
        LayerWork layer = new(model, _shape, experts: true), dense = new(model, _shape, experts: false);
        (int Count, IReadOnlyList<WorkItem> Items)[] parts = kind == TaskKind.Forward
            ? [(content.Embedding ? 1 : 0, EndsWork.Embedding(model, _shape).Forward), (content.Dense, dense.Forward),
                (again, layer.Forward), (content.Head ? 1 : 0, EndsWork.Head(model, _shape).Forward)]
            : [(content.Head ? 1 : 0, EndsWork.Head(model, _shape).Backward), (plain, layer.Backward("none")),
                (again - plain, layer.Backward(plan.Recompute)), (content.Dense, dense.Backward(plan.Recompute)),
                (content.Embedding ? 1 : 0, EndsWork.Embedding(model, _shape).Backward)];
        IEnumerable<WorkItem> items = parts.SelectMany(part => Enumerable.Repeat(part.Items, part.Count).SelectMany(one => one));
        return kind switch
        {
            TaskKind.InputGradient => [.. items.Where(item => !item.OfWeights)],
            TaskKind.WeightGradient => [.. items.Where(item => item.OfWeights)],
            _ => [.. items],
        };
    }

    // The profile tells the ticks of all operators of a name together; what has no operator is data that streams beside the layers.
    private TaskPart[] Parts(List<WorkItem> items, TaskProfile profile)
    {
        Dictionary<(string, TimeKind), int> counts =
            items.GroupBy(item => (item.Work.Name, item.Kind)).ToDictionary(group => group.Key, group => group.Count());
        Dictionary<(string Name, TimeKind Kind), long> ticks = [];
        foreach (Segment segment in profile.Segments)
        {
            ticks[(segment.Name, segment.Kind)] = ticks.GetValueOrDefault((segment.Name, segment.Kind)) + segment.Ticks;
        }

        IEnumerable<TaskPart> streams = ticks.Where(known => known.Value > 0 && !counts.ContainsKey(known.Key))
            .Select(known => new TaskPart(known.Key.Name, known.Value) { Streams = true });
        IEnumerable<TaskPart> parts = items.Select(item =>
            Part(item, ticks.GetValueOrDefault((item.Work.Name, item.Kind)) / (double)counts[(item.Work.Name, item.Kind)]));
        return [.. together ? parts.GroupBy(part => (part.Name, part.Group, part.Type, part.Hidden)).Select(Sum) : parts, .. streams];
    }

    private static TaskPart Sum(IEnumerable<TaskPart> equal) => equal.Aggregate((sum, next) =>
        sum with { Weight = sum.Weight + next.Weight, Operations = sum.Operations + next.Operations, Bytes = sum.Bytes + next.Bytes });

    private static TaskPart Part(WorkItem item, double weight) => item.Work is not Collective collective
        ? new TaskPart(item.Work.Name, weight) { Operations = item.Work.Flops, Bytes = item.Work.Bytes }
        : new TaskPart(collective.Name, weight)
        {
            Bytes = collective.BufferBytes / (collective.Operation == CollectiveOperation.AllGather ? collective.Ranks : 1),
            Group = item.Group switch
            {
                Group.Tensor => StepGroup.Tensor,
                Group.Context => StepGroup.Context,
                Group.Expert => StepGroup.Expert,
                _ => StepGroup.Gradients,
            },
            Type = TypeOf(collective.Operation),
            Hidden = item.Beside != Beside.Nothing,
        };

    private static CollectiveCommType TypeOf(CollectiveOperation operation) => operation switch
    {
        CollectiveOperation.AllGather => CollectiveCommType.AllGather,
        CollectiveOperation.ReduceScatter => CollectiveCommType.ReduceScatter,
        CollectiveOperation.AllToAll or CollectiveOperation.SendReceive => CollectiveCommType.AllToAll,
        CollectiveOperation.Broadcast => CollectiveCommType.Broadcast,
        CollectiveOperation.Reduce => CollectiveCommType.Reduce,
        _ => CollectiveCommType.AllReduce,
    };
}

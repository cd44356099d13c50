using Orrery.Training.Clusters;
using Orrery.Training.Plans;
using Orrery.Training.Work;
using Orrery.Workloads.Operators;

namespace Orrery.Training.Costs;

/// <summary>
/// A message between two stages. Where every tensor-parallel rank holds all of it, each sends a part over its own adapter, and the parts are
/// gathered behind the network (Narayanan et al., SC 2021, section 4.1); with sequence parallelism they are parts anyway.
/// </summary>
/// <param name="cluster">Where the stages stand.</param>
/// <param name="shape">How work is split.</param>
/// <param name="plan">The plan.</param>
/// <param name="hidden">Width of the residual stream.</param>
public sealed class MessageCost(Cluster cluster, WorkShape shape, Plan plan, int hidden)
{
    private readonly bool _parts = shape.SequenceParallel || (shape.Software.ScatterGather && shape.Tensor > 1);

    /// <summary>Bytes of the whole message.</summary>
    public double Whole { get; } = new Collectives(shape).Activations(hidden);

    /// <summary>Bytes that one device sends.</summary>
    public double Bytes => Whole / (_parts ? shape.Tensor : 1);

    /// <summary>Whether a stage and the next stand in one node.</summary>
    public bool Inside(int stage) => First(stage) / cluster.GpusPerNode == First(stage + 1) / cluster.GpusPerNode;

    /// <summary>Ticks from a stage to the next; 0 where there is one stage alone.</summary>
    public long Ticks(int stage, TaskPricer pricer)
    {
        if (plan.Pipeline == 1)
        {
            return 0;
        }

        int apart = Math.Abs(First(stage + 1) - First(stage));
        GroupFabric pair = GroupFabric.Of(cluster, 2, Inside(stage) ? apart : Math.Max(apart, cluster.GpusPerNode));
        Collective message = new("message", shape.Plain, CollectiveOperation.SendReceive, Bytes, 2, 1);
        double seconds = pricer.Seconds(message, pair);
        if (_parts && !shape.SequenceParallel)
        {
            seconds += pricer.Seconds(
                new Collective("gather", shape.Plain, CollectiveOperation.AllGather, Whole, shape.Tensor, 1), Group.Tensor);
        }

        return Timelines.Ticks.Of(seconds);
    }

    // The lowest rank of a stage; behind the last comes the first.
    private int First(int stage) => stage % plan.Pipeline * new RankOrder(plan).PipelineStride;
}

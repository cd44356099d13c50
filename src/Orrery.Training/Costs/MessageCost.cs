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

    /// <summary>Ticks from a stage to the next; 0 where there is one stage alone.</summary>
    public long Ticks(int stage, TaskPricer pricer)
    {
        if (plan.Pipeline == 1)
        {
            return 0;
        }

        int stride = new RankOrder(plan).PipelineStride;
        int from = stage * stride, to = (stage + 1) % plan.Pipeline * stride;
        bool inside = from / cluster.GpusPerNode == to / cluster.GpusPerNode;
        GroupFabric pair = inside ? GroupFabric.Of(cluster, 2, Math.Abs(to - from)) : GroupFabric.Of(cluster, 2, Math.Max(Math.Abs(to - from), cluster.GpusPerNode));
        Collective message = new("message", shape.Plain, CollectiveOperation.SendReceive, Bytes, 2, 1);
        double seconds = pricer.Seconds(message, pair);
        if (_parts && !shape.SequenceParallel)
        {
            seconds += pricer.Seconds(new Collective("gather", shape.Plain, CollectiveOperation.AllGather, Whole, shape.Tensor, 1), Group.Tensor);
        }

        return Timelines.Ticks.Of(seconds);
    }
}

using Orrery.Hardware;
using Orrery.Training.Clusters;
using Orrery.Training.Plans;
using Orrery.Training.Timelines;
using Orrery.Training.Work;
using Orrery.Workloads.Formats;
using Orrery.Workloads.Operators;

namespace Orrery.Training.Costs;

/// <summary>Prices what a stage does once a step: gradients and weights between data-parallel ranks, the optimizer, the host.</summary>
/// <param name="book">The model and the cluster.</param>
/// <param name="plan">The plan.</param>
/// <param name="shape">How work is split.</param>
public sealed class ClosingPricer(CostBook book, Plan plan, WorkShape shape)
{
    private readonly int _replicas = plan.Data * plan.Context;
    private readonly NumberFormat _wire = PlanFormats.Of(plan.GradientFormat ?? shape.Software.GradientWire);

    // Gradients of a bucket, in numbers: 40 million, or a million for each rank (Megatron core, DistributedDataParallel).
    private const double SmallestBucket = 40e6, BucketOfRank = 1e6;

    /// <summary>Parameters of a chunk on one device.</summary>
    public ParameterCount Parameters(ChunkContent content)
    {
        ParameterCount Layer(bool experts) => ParameterCount.OfLayer(book.Model, plan.Tensor, plan.Expert, plan.ExpertTensor, experts);
        ParameterCount count = (Layer(experts: true) * (content.Layers - content.Dense)) + (Layer(experts: false) * content.Dense);
        count += content.Embedding ? ParameterCount.OfEmbedding(book.Model, plan.Tensor) : default;
        bool own = !book.Model.TiedEmbeddings || plan.Pipeline > 1;
        return count + (content.Head && own ? ParameterCount.OfHead(book.Model, plan.Tensor) : default);
    }

    /// <summary>The costs of a stage.</summary>
    public ClosingCosts Of(int stage, ReadOnlySpan<ChunkContent> contents, TaskPricer pricer, Gpu gpu)
    {
        ParameterCount[] chunks = new ParameterCount[contents.Length];
        ParameterCount all = default;
        for (int chunk = 0; chunk < chunks.Length; chunk++)
        {
            chunks[chunk] = Parameters(contents[chunk]);
            all += chunks[chunk];
        }

        CollectiveOperation reduce = plan.Zero == 0 ? CollectiveOperation.AllReduce : CollectiveOperation.ReduceScatter;
        double weight = shape.Software.NarrowGather && shape.Narrow ? shape.Format.WeightBytes : shape.Plain.Bytes;
        long Reduced(ParameterCount count) => plan.Zero >= 2 ? 0 : Between(pricer, reduce, count, _wire.Bytes);
        long Gathered(ParameterCount count) => plan.Zero is 0 or 3 ? 0 : Between(pricer, CollectiveOperation.AllGather, count, weight);
        OptimizerCost optimizer = new(book, plan, shape, gpu);
        double updated = plan.Zero == 0 ? all.All : (all.Shared / _replicas) + (all.Experts / plan.ExpertReplicas);
        int buckets = stage == 0 ? Buckets(contents[0], chunks[0]) : 1;
        ParameterCount end = Parameters(contents[0] with { Layers = 1, Dense = Math.Min(1, contents[0].Dense), Head = false });
        long reduced = Reduced(chunks[0]), gathered = Gathered(chunks[0]);
        bool ends = stage == 0 || stage == plan.Pipeline - 1;
        return new ClosingCosts
        {
            Reduce = Each(chunks, Reduced),
            ReduceAtOnce = Reduced(all),
            Tied = ends && plan.Pipeline > 1 && book.Model.TiedEmbeddings ? Tied(pricer) : 0,
            Norm = plan.Pipeline * plan.Tensor > 1 ? NormTicks(pricer) : 0,
            Optimizer = Ticks.Of(optimizer.Seconds(updated, all.All)),
            Offload = Ticks.Of(optimizer.HostSeconds(updated)),
            Gather = Each(chunks, Gathered),
            GatherAtOnce = plan.Zero == 3 ? Ticks.Of(new LayerStreams(book, plan, shape, gpu).GatherSeconds(pricer)) : Gathered(all),
            OverlapReduce = plan.OverlapGradients ?? shape.Software.OverlapGradients,
            OverlapGather = plan.Zero != 3 && (plan.OverlapParameters ?? shape.Software.OverlapParameters),
            SlowDown = pricer.SlowDown,
            Buckets = buckets,
            LastReduce = buckets == 1 ? reduced : Math.Clamp(Reduced(end), reduced / buckets, reduced),
            FirstGather = buckets == 1 ? gathered : Math.Clamp(Gathered(end), gathered / buckets, gathered),
            Joules = optimizer.Joules(updated),
        };
    }

    // Only the first chunk of the first stage is cut: behind all others there are tasks that hide them (the same source).
    private int Buckets(ChunkContent content, ParameterCount count) =>
        (int)Math.Clamp(Math.Floor(count.All / Math.Max(SmallestBucket, BucketOfRank * _replicas)), 1, Math.Max(1, content.Layers));

    // Chunks that are alike cost alike.
    private static long[] Each(ParameterCount[] chunks, Func<ParameterCount, long> cost)
    {
        long[] ticks = new long[chunks.Length];
        for (int chunk = 0; chunk < chunks.Length; chunk++)
        {
            ticks[chunk] = chunk > 0 && chunks[chunk] == chunks[chunk - 1] ? ticks[chunk - 1] : cost(chunks[chunk]);
        }

        return ticks;
    }

    private long Between(TaskPricer pricer, CollectiveOperation operation, ParameterCount count, double bytes)
    {
        double seconds = 0;
        if (_replicas > 1 && count.Shared > 0)
        {
            seconds += pricer.Seconds(new Collective("", _wire, operation, count.Shared * bytes, 1, 1),
                GroupFabric.Of(book.Cluster, _replicas, plan.Tensor));
        }

        if (plan.ExpertReplicas > 1 && count.Experts > 0)
        {
            seconds += pricer.Seconds(new Collective("", _wire, operation, count.Experts * bytes, 1, 1),
                GroupFabric.Of(book.Cluster, plan.ExpertReplicas, plan.ExpertTensor * plan.Expert));
        }

        return Ticks.Of(seconds);
    }

    // Both ends of the pipeline hold the table of tokens and sum their gradients of it.
    private long Tied(TaskPricer pricer)
    {
        double bytes = (double)book.Model.Vocabulary / plan.Tensor * book.Model.Hidden * shape.Gradients.Bytes;
        int apart = new RankOrder(plan).PipelineStride * (plan.Pipeline - 1);
        return Ticks.Of(pricer.Seconds(new Collective("", shape.Gradients, CollectiveOperation.AllReduce, bytes, 1, 1),
            GroupFabric.Of(book.Cluster, 2, apart)));
    }

    // One number from all ranks of a replica to all.
    private long NormTicks(TaskPricer pricer) => Ticks.Of(pricer.Seconds(
        new Collective("", NumberFormat.Fp32, CollectiveOperation.AllReduce, sizeof(float), 1, 1),
        GroupFabric.Of(book.Cluster, plan.Pipeline, Math.Max(1, new RankOrder(plan).PipelineStride))));
}

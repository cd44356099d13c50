using Orrery.CostModels;
using Orrery.CostModels.Constants;
using Orrery.Hardware;
using Orrery.Hardware.Fabrics;
using Orrery.Training.Clusters;
using Orrery.Training.Results;
using Orrery.Training.Timelines;
using Orrery.Training.Work;
using Orrery.Workloads.Operators;

namespace Orrery.Training.Costs;

/// <summary>Asks the cost models for the parts of a task and puts them together, what is hidden hidden.</summary>
/// <param name="operators">The cost model; collectives are asked over the group's fabric where it knows fabrics.</param>
/// <param name="cluster">Where the ranks stand.</param>
/// <param name="gpu">The GPU of the task.</param>
/// <param name="shape">How work is split: sizes and distances of the groups.</param>
public sealed class TaskPricer(IOperatorCost operators, Cluster cluster, Gpu gpu, WorkShape shape)
{
    private readonly Dictionary<Group, GroupFabric> _groups = new()
    {
        [Group.Tensor] = GroupFabric.Of(cluster, shape.Tensor, 1),
        [Group.Context] = GroupFabric.Of(cluster, shape.Context, shape.Tensor),
        [Group.Expert] = GroupFabric.Of(cluster, shape.Expert, shape.ExpertTensor),
    };

    // Neighbours in the ring of context-parallel ranks; the pair that stands in two nodes is the slowest where the ring leaves a node.
    private readonly GroupFabric _neighbours = GroupFabric.Of(cluster, 2,
        shape.Context * shape.Tensor <= cluster.GpusPerNode ? shape.Tensor : Math.Max(shape.Tensor, cluster.GpusPerNode));

    /// <summary>
    /// Part by which computation slows down beside a collective: that of the multiprocessors which the collective keeps busy.
    /// </summary>
    /// <remarks>A TPU has engines of its own for that.</remarks>
    public double SlowDown { get; } = gpu.IsTpu ? 0
        : Math.Min(0.5, PhysicalConstants.Default.Collective.Channels / gpu.SmCount);

    /// <summary>The profile of a list of operators and collectives, one after the other.</summary>
    public TaskProfile Of(IReadOnlyList<WorkItem> items)
    {
        TimeShares shares = default;
        List<Segment> segments = new(items.Count);
        double flops = 0, again = 0, joules = 0;
        double besideNext = 0, chunked = 0;
        int waiting = 0;
        foreach (WorkItem item in items)
        {
            if (item.Work is Collective collective)
            {
                double alone = item.Copies > 1 && shape.Software.DispatchOnce ? OncePerNode(collective, item.Copies) : Seconds(collective, item.Group);
                long ticks = Ticks.Of(alone);
                segments.Add(new Segment(item.Work.Name, item.Kind, item.Beside == Beside.Nothing ? ticks : 0, ticks));
                shares[item.Kind] += item.Beside == Beside.Nothing ? ticks : 0;
                besideNext += item.Beside == Beside.Next ? alone : 0;
                chunked += item.Beside == Beside.Chunks ? alone : 0;
                waiting = item.Beside == Beside.Nothing ? waiting : segments.Count;
                continue;
            }

            if (item.OfLayout && gpu.HasTensorMemory)
            {
                continue;
            }

            OperatorCost cost = operators.Cost(item.Work, gpu);
            double seconds = cost.Seconds * shape.Software.KernelTime;
            long own = Ticks.Of(seconds);
            shares[item.Kind] += own;
            segments.Add(new Segment(item.Work.Name, item.Kind, own, own));
            joules += cost.Joules * shape.Software.KernelTime;
            double products = item.Work is Gemm or GroupedGemm or Attention or AttentionGradient ? item.Work.Flops : 0;
            flops += products;
            again += item.Kind == TimeKind.Recompute ? products * (item.Work is Attention { Causal: true } ? 2 : 1) : 0;
            if (waiting > 0)
            {
                // The first chunk of what is cut into chunks has nothing to run beside.
                double first = chunked / Math.Max(1, shape.Tensor);
                long more = Ticks.Of(first + Exposed(besideNext + chunked - first, seconds, SlowDown));
                Segment hidden = segments[waiting - 1];
                segments[waiting - 1] = hidden with { Ticks = more };
                shares[hidden.Kind] += more;
                (besideNext, chunked, waiting) = (0, 0, 0);
            }
        }

        // A collective that has nothing behind it to run beside is exposed.
        if (waiting > 0)
        {
            Segment left = segments[waiting - 1];
            long more = Ticks.Of(besideNext + chunked);
            segments[waiting - 1] = left with { Ticks = more };
            shares[left.Kind] += more;
        }

        return new TaskProfile(shares, segments) { Flops = flops, AgainFlops = again, Joules = joules };
    }

    /// <summary>Seconds of a collective in one of the groups of a layer.</summary>
    public double Seconds(Collective work, Group group) =>
        Seconds(work, work.Operation == CollectiveOperation.SendReceive ? _neighbours : _groups[group]);

    /// <summary>Seconds of a collective in a group that was laid on the cluster.</summary>
    public double Seconds(Collective work, GroupFabric group)
    {
        Collective placed = work with { Ranks = group.Ranks, RanksPerNode = group.RanksPerNode };
        return (operators is ICollectiveCost between ? between.Cost(placed, gpu, group.Fabric) : operators.Cost(placed, gpu)).Seconds;
    }

    // Of the copies of a token that go to one node one crosses the network and is spread inside (DeepEP, Zhao et al., 2025): n nodes and k
    // experts chosen evenly leave n (1 - (1 - 1/n)^k) of k copies. Both ways run at once, and the slower counts.
    private double OncePerNode(Collective work, int copies)
    {
        GroupFabric group = _groups[Group.Expert];
        long inside = 1;
        foreach (FabricTier tier in group.Fabric.Tiers.TakeWhile(tier => tier.Kind is not ("infiniband" or "ethernet")))
        {
            inside *= tier.Size ?? group.Ranks;
        }

        double nodes = Math.Ceiling(group.Ranks / (double)inside);
        if (nodes <= 1)
        {
            return Seconds(work, group);
        }

        double crossing = nodes * (1 - Math.Pow(1 - (1 / nodes), copies)) / copies;
        int spread = (int)inside;
        GroupFabric node = group with { Ranks = spread, RanksPerNode = Math.Min(spread, group.RanksPerNode) };
        return Math.Max(Seconds(work with { BufferBytes = crossing * work.BufferBytes }, group), spread > 1 ? Seconds(work, node) : 0);
    }

    /// <summary>
    /// Seconds by which a collective makes computation longer that it runs beside: computation has fewer multiprocessors while it runs, and
    /// what is left of it is exposed.
    /// </summary>
    public static double Exposed(double collective, double compute, double slowDown) =>
        collective * (1 - slowDown) >= compute ? collective - compute : collective * slowDown;
}

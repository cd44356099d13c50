using Orrery.CostModels;
using Orrery.Hardware;
using Orrery.Training.Clusters;
using Orrery.Training.Timelines;
using Orrery.Training.Traces.Schema;
using Orrery.Workloads.Formats;
using Orrery.Workloads.Operators;

namespace Orrery.Training.Traces;

/// <summary>How long the nodes of traces take on a cluster, in ticks.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="model">Tells how long collectives take; over the cluster's fabric where it knows fabrics.</param>
/// <param name="format">Format whose peak bounds computation, and in which collectives sum.</param>
internal sealed class TraceCosts(Cluster cluster, IOperatorCost model, NumberFormat format)
{
    // What a barrier agrees on.
    private const int BarrierBytes = 4;

    // PCI Express 3.0 x16, both directions.
    private const double DefaultHostLink = 32e9;

    private readonly Dictionary<(int Kind, CollectiveOperation, double, int Ranks, int Stride), long> _known = [];

    /// <summary>How fast the GPU of a rank is; null where it lacks the format.</summary>
    public RankRates? RatesOf(int rank)
    {
        Gpu gpu = cluster.GpuOf(rank);
        return gpu.Peak.OfMatrices(format.Rate) is not { } peak ? null : new RankRates(peak.PerSecond, gpu.Memory.Bandwidth.BytesPerSecond,
            cluster.Host.Link?.BytesPerSecond ?? ((gpu.Links.Pcie?.BytesPerSecond ?? DefaultHostLink) / 2));
    }

    /// <summary>A collective of a group.</summary>
    /// <param name="type">What it does.</param>
    /// <param name="bytes">
    /// Bytes as ASTRA-sim counts them: what a rank gives into the collective; of an all-gather its own part.
    /// </param>
    /// <param name="members">Its ranks in rising order.</param>
    public long Collective(CollectiveCommType type, long bytes, int[] members)
    {
        if (members.Length < 2)
        {
            return 0;
        }

        (CollectiveOperation operation, double buffer) = type switch
        {
            CollectiveCommType.AllGather or CollectiveCommType.Gather => (CollectiveOperation.AllGather, (double)bytes * members.Length),
            CollectiveCommType.ReduceScatter or CollectiveCommType.ReduceScatterBlock => (CollectiveOperation.ReduceScatter, bytes),
            CollectiveCommType.Scatter => (CollectiveOperation.AllGather, bytes),
            CollectiveCommType.AllToAll => (CollectiveOperation.AllToAll, bytes),
            CollectiveCommType.Broadcast => (CollectiveOperation.Broadcast, bytes),
            CollectiveCommType.Reduce => (CollectiveOperation.Reduce, bytes),
            CollectiveCommType.Barrier => (CollectiveOperation.AllReduce, BarrierBytes),
            _ => (CollectiveOperation.AllReduce, bytes),
        };
        int stride = Math.Max(1, (members[^1] - members[0]) / (members.Length - 1));
        return members.Select(KindOf).Distinct().Max(kind => Of(kind, operation, buffer, members.Length, stride));
    }

    /// <summary>A message from one rank to another.</summary>
    public long Message(int from, int to, long bytes)
    {
        int apart = Math.Abs(to - from);
        bool inside = from / cluster.GpusPerNode == to / cluster.GpusPerNode;
        return Of(KindOf(from), CollectiveOperation.SendReceive, bytes, 2, inside ? apart : Math.Max(apart, cluster.GpusPerNode));
    }

    // Which of the cluster's kinds of nodes a rank stands in.
    private int KindOf(int rank)
    {
        int kind = 0;
        for (int node = rank / cluster.GpusPerNode; node >= cluster.Groups[kind].Nodes; kind++)
        {
            node -= cluster.Groups[kind].Nodes;
        }

        return kind;
    }

    private long Of(int kind, CollectiveOperation operation, double bytes, int ranks, int stride)
    {
        if (bytes <= 0)
        {
            return 0;
        }

        if (!_known.TryGetValue((kind, operation, bytes, ranks, stride), out long ticks))
        {
            Gpu gpu = cluster.Groups[kind].Gpu;
            GroupFabric group = GroupFabric.Of(cluster, ranks, stride);
            Collective work = new("trace", format.Bits < 16 ? NumberFormat.Bf16 : format, operation, bytes, group.Ranks, group.RanksPerNode);
            ticks = Ticks.Of((model is ICollectiveCost between ? between.Cost(work, gpu, group.Fabric) : model.Cost(work, gpu)).Seconds);
            _known.Add((kind, operation, bytes, ranks, stride), ticks);
        }

        return ticks;
    }
}

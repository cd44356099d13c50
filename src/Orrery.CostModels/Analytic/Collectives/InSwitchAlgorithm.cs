using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Analytic.Collectives;

/// <summary>
/// The switch adds and multiplies (NVLink SHARP, NCCL's NVLS). In an all-reduce a GPU's buffer goes out once as others read sums of
/// it, and its own 1/n of the sum goes out once more to be copied to all: n + 1 parts, not 2(n - 1) (Klenk et al., An in-network
/// architecture for accelerating shared-memory multiprocessor collectives, ISCA 2020). Outside, each rank's part goes around a
/// ring, or through switches that add as well. NCCL leaves it alone for two GPUs.
/// </summary>
internal sealed class InSwitchAlgorithm : ICollectiveAlgorithm
{
    public string Name => "in-switch";

    public IReadOnlyList<Protocol> Protocols { get; } = [Protocol.InSwitch];

    public bool Runs(Collective work, ReadOnlySpan<TierShare> tiers) => tiers[0] is { Reduces: true, Members: > 2 }
        && (work.Operation is CollectiveOperation.AllReduce or CollectiveOperation.AllGather or CollectiveOperation.ReduceScatter);

    public CollectivePlan Plan(Collective work, ReadOnlySpan<TierShare> tiers, Span<TierLoad> loads)
    {
        bool both = work.Operation == CollectiveOperation.AllReduce;
        double bytes = work.BufferBytes;
        double inner = tiers[0].Members;
        loads[0] = new TierLoad(both ? 2 : 1, bytes * (both ? inner + 1 : inner - 1) / inner);
        for (int tier = 1; tier < tiers.Length; tier++)
        {
            int members = tiers[tier].Members;
            loads[tier] = both && tiers[tier].Reduces ? new TierLoad(2, bytes)
                : HierarchicalAlgorithm.Ring(members, both ? 2 : 1, bytes);
        }

        return new CollectivePlan(0);
    }
}

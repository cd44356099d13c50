using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Analytic.Collectives;

/// <summary>
/// Tier after tier: the ranks of a server scatter their sum, ranks of equal place talk between servers, then servers gather. All
/// adapters work at once, and steps grow with the sum of the tiers' members, not with their product.
/// </summary>
internal sealed class HierarchicalAlgorithm : ICollectiveAlgorithm
{
    public string Name => "hierarchical";

    public IReadOnlyList<Protocol> Protocols => Protocol.All;

    public bool Runs(Collective work, ReadOnlySpan<TierShare> tiers) => tiers.Length > 1
        && (work.Operation is CollectiveOperation.AllReduce or CollectiveOperation.AllGather or CollectiveOperation.ReduceScatter);

    public CollectivePlan Plan(Collective work, ReadOnlySpan<TierShare> tiers, Span<TierLoad> loads)
    {
        int rounds = work.Operation == CollectiveOperation.AllReduce ? 2 : 1;
        for (int tier = 0; tier < tiers.Length; tier++)
        {
            loads[tier] = Ring(tiers[tier].Members, rounds, work.BufferBytes);
        }

        return new CollectivePlan(work.BufferBytes / work.Ranks, InTurn: true);
    }

    /// <summary>
    /// A ring of the members of one tier. The ranks of a member share the buffer, so that together they send what one rank would
    /// alone.
    /// </summary>
    public static TierLoad Ring(int members, int rounds, double bytes) =>
        new(rounds * (members - 1), rounds * (members - 1.0) / members * bytes);
}

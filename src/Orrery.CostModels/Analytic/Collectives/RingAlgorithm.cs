using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Analytic.Collectives;

/// <summary>
/// Every rank passes a part on to the next: n - 1 steps of 1/n of the buffer to gather or to scatter, twice as many for an
/// all-reduce, which so sends 2(n - 1)/n of the buffer, the least that is possible (Patarasuk and Yuan, Bandwidth optimal
/// all-reduce algorithms, 2009). Broadcast and reduce pass the whole buffer along in chunks. With several rings each adapter of a
/// server serves one, so a server passes on as many bytes as a rank.
/// </summary>
internal sealed class RingAlgorithm : ICollectiveAlgorithm
{
    public string Name => "ring";

    public IReadOnlyList<Protocol> Protocols => Protocol.All;

    public bool Runs(Collective work, ReadOnlySpan<TierShare> tiers) =>
        work.Operation is not (CollectiveOperation.AllToAll or CollectiveOperation.SendReceive);

    public CollectivePlan Plan(Collective work, ReadOnlySpan<TierShare> tiers, Span<TierLoad> loads)
    {
        int ranks = work.Ranks;
        int rounds = work.Operation == CollectiveOperation.AllReduce ? 2 : 1;
        bool whole = work.Operation is CollectiveOperation.Broadcast or CollectiveOperation.Reduce;
        double part = work.BufferBytes / ranks;
        double sent = whole ? work.BufferBytes : rounds * (ranks - 1) * part;
        for (int tier = 0; tier < tiers.Length; tier++)
        {
            // Of the hops around the ring, those between groups belong to the tiers outside.
            int outside = tier + 1 < tiers.Length ? tiers[tier + 1].Total : 1;
            loads[tier] = new TierLoad(rounds * (tiers[tier].Total - outside), sent);
        }

        return new CollectivePlan(whole ? 0 : part);
    }
}

using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Analytic.Collectives;

/// <summary>Messages from one rank to another: each rank's part for each other, or one message to the next rank.</summary>
internal sealed class PairwiseAlgorithm : ICollectiveAlgorithm
{
    // NCCL handles eight peers in one go (NCCL_MAX_DEV_WORK_P2P_PER_BATCH, src/include/device.h).
    private const double PeersAtOnce = 8;

    public string Name => "pairwise";

    public IReadOnlyList<Protocol> Protocols { get; } = [Protocol.Ll, Protocol.Message];

    public bool Runs(Collective work, ReadOnlySpan<TierShare> tiers) =>
        work.Operation is CollectiveOperation.AllToAll or CollectiveOperation.SendReceive;

    public CollectivePlan Plan(Collective work, ReadOnlySpan<TierShare> tiers, Span<TierLoad> loads)
    {
        for (int tier = 0; tier < tiers.Length; tier++)
        {
            TierShare share = tiers[tier];
            double peers = (share.Members - 1.0) * share.Below;
            bool outermost = tier == tiers.Length - 1;
            loads[tier] = work.Operation == CollectiveOperation.SendReceive
                ? new TierLoad(outermost ? 1 : 0, work.BufferBytes)
                : new TierLoad(Math.Ceiling(peers / PeersAtOnce), share.Below * peers * work.BufferBytes / work.Ranks);
        }

        return new CollectivePlan(0);
    }
}

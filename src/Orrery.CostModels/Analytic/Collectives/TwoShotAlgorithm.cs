using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Analytic.Collectives;

/// <summary>
/// Every rank reads its part from all peers and adds, then reads their sums: two exchanges with a barrier between, 2(n - 1)/n of the
/// buffer through each GPU's links.
/// </summary>
internal sealed class TwoShotAlgorithm : ICollectiveAlgorithm
{
    public string Name => "two-shot";

    public IReadOnlyList<Protocol> Protocols { get; } = [Protocol.Peer];

    public bool Runs(Collective work, ReadOnlySpan<TierShare> tiers) => OneShotAlgorithm.CanRead(work, tiers);

    public CollectivePlan Plan(Collective work, ReadOnlySpan<TierShare> tiers, Span<TierLoad> loads)
    {
        // Beside a single exchange: one more barrier, and one more round of loads from peers.
        loads[0] = new TierLoad(2, 2.0 * (work.Ranks - 1) / work.Ranks * work.BufferBytes);
        return new CollectivePlan(0);
    }
}

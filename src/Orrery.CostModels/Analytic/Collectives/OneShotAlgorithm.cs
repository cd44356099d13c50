using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Analytic.Collectives;

/// <summary>
/// Every rank reads the whole buffer of every peer and adds: one exchange, (n - 1) buffers through each GPU's links. As in vLLM's and
/// TensorRT-LLM's all-reduce for short buffers.
/// </summary>
internal sealed class OneShotAlgorithm : ICollectiveAlgorithm
{
    public string Name => "one-shot";

    public IReadOnlyList<Protocol> Protocols { get; } = [Protocol.Peer];

    public bool Runs(Collective work, ReadOnlySpan<TierShare> tiers) => CanRead(work, tiers);

    public CollectivePlan Plan(Collective work, ReadOnlySpan<TierShare> tiers, Span<TierLoad> loads)
    {
        loads[0] = new TierLoad(0, (work.Ranks - 1) * work.BufferBytes);
        return new CollectivePlan(0);
    }

    /// <summary>
    /// Whether peers can be read: all within one tier of a server, over links that deliver to all; over PCI Express only one peer,
    /// as vLLM has it.
    /// </summary>
    public static bool CanRead(Collective work, ReadOnlySpan<TierShare> tiers) =>
        work is { PeerKernels: true, Operation: CollectiveOperation.AllReduce } && tiers.Length == 1
        && work.Ranks == work.RanksPerNode && tiers[0].AllPeers && (tiers[0].FlagLines || work.Ranks == 2);
}

using System.Numerics;
using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Analytic.Collectives;

/// <summary>
/// Two binary trees over servers, each for half of the buffer, a chain within a server: sums go up, results come down. An inner
/// place of one tree is a leaf of the other, so every rank sends the buffer twice, with a depth of log2 of the servers (Sanders,
/// Speck and Träff, Two-tree algorithms for full bandwidth broadcast, reduction and scan, 2009; the form is NCCL's).
/// </summary>
internal sealed class TreeAlgorithm : ICollectiveAlgorithm
{
    public string Name => "tree";

    public IReadOnlyList<Protocol> Protocols => Protocol.All;

    // Within one server the chain waits as often as a ring and sends more.
    public bool Runs(Collective work, ReadOnlySpan<TierShare> tiers) =>
        work.Operation == CollectiveOperation.AllReduce && work.Nodes > 1;

    public CollectivePlan Plan(Collective work, ReadOnlySpan<TierShare> tiers, Span<TierLoad> loads)
    {
        for (int tier = 0; tier < tiers.Length; tier++)
        {
            // Two members have one edge: each sends the buffer once, its sum up or the result down.
            int members = tiers[tier].Members;
            bool edge = members == 2 && tier == tiers.Length - 1;
            double depth = tiers[tier].BetweenNodes ? BitOperations.Log2((uint)members - 1) + 1 : members - 1;
            loads[tier] = new TierLoad(2 * depth, (edge ? 1 : 2) * work.BufferBytes);
        }

        return new CollectivePlan(0);
    }
}

using Orrery.Hardware.Fabrics;

namespace Orrery.CostModels.Analytic.Collectives;

/// <summary>What a collective has of one tier of a fabric. Tiers in which only one member takes part are left out.</summary>
/// <param name="Members">Members of one group that take part.</param>
/// <param name="Total">Members of this tier in the whole collective.</param>
/// <param name="Below">Ranks of one member.</param>
/// <param name="Rate">Payload in bytes a second that one member sends.</param>
/// <param name="Latency">Seconds of a short message.</param>
/// <param name="FlagLines">Whether 128 bytes arrive as one, so that LL128 may be used.</param>
/// <param name="Reduces">Whether its switches add.</param>
/// <param name="AllPeers">Whether any member reaches any other without passing a third.</param>
/// <param name="BetweenNodes">Whether it joins servers.</param>
internal readonly record struct TierShare(
    int Members, int Total, int Below, double Rate, double Latency, bool FlagLines, bool Reduces, bool AllPeers, bool BetweenNodes)
{
    /// <summary>More tiers than any machine has.</summary>
    public const int MostTiers = 8;

    /// <summary>Lays ranks on a fabric, server after server, and gives the number of tiers that they use.</summary>
    /// <exception cref="ArgumentException">The fabric refuses the ranks: see <see cref="Fabric.Refuses"/>.</exception>
    public static int Lay(Fabric fabric, int ranks, int ranksPerNode, Span<TierShare> shares)
    {
        int used = 0;
        int total = ranks;
        int inNode = ranksPerNode;
        for (int index = 0; index < fabric.Tiers.Count && total > 1; index++)
        {
            FabricTier tier = fabric.Tiers[index];
            bool between = tier.IsBetweenNodes;
            int members = Math.Min(between ? total : inNode, tier.Size ?? int.MaxValue);
            if (members > 1)
            {
                int below = Math.Max(1, ranks / total);
                shares[used++] = new TierShare(
                    members, total, below, RateOf(tier, members, below), tier.Latency.Seconds,
                    tier.Kind != "pcie", tier.Reduces, tier.Shape != "torus", between);
            }

            total = Groups(total, members);
            inNode = Groups(inNode, members);
        }

        return total == 1 ? used : throw new ArgumentException(fabric.Refuses(ranks, ranksPerNode)
            ?? $"{fabric.Name} joins {fabric.GpusPerNode} GPUs of a server, not {ranksPerNode}");
    }

    // Links of one's own to each other member serve only those that take part.
    private static double RateOf(FabricTier tier, int members, int below) =>
        tier.PayloadRate(below) * (tier is { Shape: "direct", Size: { } size } ? (members - 1.0) / (size - 1) : 1);

    private static int Groups(int members, int size) => ((members - 1) / size) + 1;
}

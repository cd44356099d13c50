using Orrery.Configuration.Units;
using Orrery.Hardware.Fabrics;

namespace Orrery.Training.Clusters;

/// <summary>
/// Turns the words for a network's layout into tiers of its fabric: below the leaves bandwidth is full, between them it is
/// divided by the oversubscription.
/// </summary>
public static class NetworkLayout
{
    // Under load that is not spread evenly, a dragonfly sends every second packet by way of a third group (Valiant routing; Kim et
    // al., Technology-driven, highly-scalable dragonfly topology, ISCA 2008), which passes global links twice.
    private const double DragonflyDetour = 2;

    // One more switch up and one more down: a third of a short message's way in a network of two levels.
    private const double SpineLatencyPart = 0.3;

    /// <summary>The fabric with its outermost tier split in two where the layout has leaves; the same fabric otherwise.</summary>
    public static Fabric Apply(Fabric fabric, ClusterSettings settings)
    {
        FabricTier outer = fabric.Tiers[^1];
        bool network = outer.IsBetweenNodes && outer.Size is null;
        if (!network)
        {
            return fabric;
        }

        if (settings.Topology == "torus")
        {
            return fabric with { Tiers = [.. fabric.Tiers.SkipLast(1), outer with { Shape = "torus" }] };
        }

        double narrower = settings.Oversubscription * (settings.Topology == "dragonfly" ? DragonflyDetour : 1);
        if (settings.LeafNodes < 2 || settings.LeafNodes >= settings.Nodes)
        {
            return narrower > 1 && settings.LeafNodes < 2
                ? fabric with { Tiers = [.. fabric.Tiers.SkipLast(1), outer with { Bandwidth = Divided(outer, narrower) }] } : fabric;
        }

        FabricTier leaf = outer with { Size = settings.LeafNodes };
        FabricTier spine = outer with
        {
            Rails = outer.Rails * settings.LeafNodes,
            Bandwidth = Divided(outer, narrower),
            Latency = new Duration(outer.Latency.Seconds * (1 + SpineLatencyPart)),
        };
        return fabric with { Tiers = [.. fabric.Tiers.SkipLast(1), leaf, spine] };
    }

    private static Bandwidth Divided(FabricTier tier, double by) => new(tier.Bandwidth.BytesPerSecond / by);
}

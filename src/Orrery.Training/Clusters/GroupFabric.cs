using Orrery.Configuration.Units;
using Orrery.Hardware.Fabrics;

namespace Orrery.Training.Clusters;

/// <summary>
/// The fabric as one of many equal groups of ranks sees it: ranks that stand <paramref name="Stride"/> apart, while the groups of the
/// ranks between them talk at the same time and share adapters and uplinks.
/// </summary>
/// <param name="Fabric">Tiers with the size and bandwidth that are left for the group.</param>
/// <param name="Ranks">GPUs of the group.</param>
/// <param name="RanksPerNode">How many of them stand in one node.</param>
/// <param name="Stride">Distance of two neighbours in the order of ranks.</param>
public sealed record GroupFabric(Fabric Fabric, int Ranks, int RanksPerNode, int Stride)
{
    /// <summary>Lays a group on a cluster. All GPUs of the cluster are taken to be in groups like this one.</summary>
    public static GroupFabric Of(Cluster cluster, int ranks, int stride)
    {
        int perNode = Math.Max(1, Math.Min(ranks, cluster.GpusPerNode / stride));
        while (ranks % perNode != 0)
        {
            perNode--;
        }

        List<FabricTier> tiers = [];
        long capacity = 1;
        long own = 1;
        foreach (FabricTier tier in cluster.Fabric.Tiers)
        {
            // GPUs of one member of this tier, and how many of them are of one group.
            long inMember = capacity;
            long ofGroup = own;
            capacity = tier.Size is { } size ? capacity * size : long.MaxValue;
            own = tier.Size is null ? long.MaxValue : Math.Max(1, Math.Min(capacity, int.MaxValue) / stride);
            int members = tier.Size is null ? int.MaxValue : (int)Math.Max(1, own / ofGroup);
            double bandwidth = tier.Bandwidth.BytesPerSecond;
            if (tier is { Shape: "direct", Size: { } links } && members < links && members > 1)
            {
                bandwidth *= (members - 1.0) / (links - 1);
            }

            if (tier.Shape == "torus")
            {
                double group = Math.Ceiling(ranks / (double)ofGroup);
                bandwidth *= AxesPart(tier, group, Math.Max(group, cluster.Gpus / (double)inMember));
            }

            // Groups that pass the same member's rails at once.
            double groups = Math.Min(inMember, stride);
            double wanted = groups * Math.Min(ofGroup, tier.Rails);
            bandwidth *= inMember > 1 ? Math.Min(1, tier.Rails / wanted) : 1;
            tiers.Add(tier with
            {
                Size = tier.Size is null ? null : members,
                Bandwidth = new Bandwidth(bandwidth),
            });
        }

        return new GroupFabric(cluster.Fabric with { Tiers = tiers }, ranks, perNode, stride);
    }

    // Each kind of group is laid along axes of its own, so that it has as many of them as it has of the logarithm of the members, and rings
    // run both ways along each; a pair has one link (Jouppi et al., TPU v4, ISCA 2023, section 2; Austin et al., How to scale your model).
    private static double AxesPart(FabricTier tier, double group, double all) => group <= 2 ? 0.5 / tier.Axes
        : Math.Clamp(Math.Round(tier.Axes * Math.Log(group) / Math.Log(all)), 1, tier.Axes) / tier.Axes;
}

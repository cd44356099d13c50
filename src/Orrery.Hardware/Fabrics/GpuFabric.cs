using Orrery.Configuration.Units;

namespace Orrery.Hardware.Fabrics;

/// <summary>
/// The fabric that a GPU usually stands in, from its data sheet alone: its own links, then PCI Express up to a server of eight,
/// then one network adapter for each GPU.
/// </summary>
public static class GpuFabric
{
    private const int GpusInServer = 8;

    // InfiniBand EDR, HDR and NDR, a port of four lanes, one direction.
    private static readonly double[] Ports = [12.5e9, 25e9, 50e9];

    /// <summary>The fabric of a GPU; always with a network outside.</summary>
    public static Fabric Of(Gpu gpu)
    {
        List<FabricTier> tiers = [];
        int joined = 1;
        if (gpu.Links.Nvlink is { } own)
        {
            FabricTier tier = Own(gpu, own);
            tiers.Add(tier);
            joined = tier.Size!.Value;
        }

        if (joined < GpusInServer && gpu.Links.Pcie is { } pcie)
        {
            tiers.Add(Tier("pcie", pcie.BytesPerSecond / 2) with { Size = GpusInServer / joined, Rails = joined });
        }

        tiers.Add(Tier("infiniband", PortOf(gpu)) with { Rails = Math.Max(GpusInServer, joined) });
        return new Fabric
        {
            Name = "default-" + gpu.Name,
            Summary = $"What follows from the data sheet of {gpu.Name}",
            Tiers = tiers,
        };
    }

    private static FabricTier Own(Gpu gpu, Bandwidth both)
    {
        GpuLinks links = gpu.Links;
        (string shape, int size) = links.Topology switch
        {
            "bridge" => ("direct", 2),
            "direct" => ("direct", (links.Count ?? 1) + 1),
            "torus" => ("torus", GpusInServer),
            _ => ("switch", GpusInServer),
        };
        size = links.Domain ?? size;

        // NVLink SHARP came with the third NVSwitch (NVIDIA H100 whitepaper).
        bool reduces = links.Topology == "switch" && (gpu.Generation is "hopper" or "blackwell");
        return Tier(links.Kind ?? "nvlink", both.BytesPerSecond / 2) with
        {
            Shape = shape,
            Size = size,
            Axes = shape == "torus" ? Math.Clamp((links.Count ?? 6) / 2, 1, 6) : 3,
            Reduces = reduces,
            SpansNodes = size > GpusInServer,
        };
    }

    // The fastest port that the GPU's half of PCI Express can feed; servers are built so, one adapter beside each GPU.
    private static double PortOf(Gpu gpu)
    {
        double host = (gpu.Links.Pcie?.BytesPerSecond ?? 32e9) / 2;
        double port = Ports[0];
        foreach (double faster in Ports)
        {
            port = faster <= host ? faster : port;
        }

        return port;
    }

    private static FabricTier Tier(string kind, double oneDirection)
    {
        LinkTraits traits = LinkTraits.Of(kind);
        return new FabricTier
        {
            Kind = kind,
            Shape = "switch",
            Bandwidth = new Bandwidth(oneDirection),
            Latency = new Duration(traits.LatencySeconds),
            Efficiency = traits.Efficiency,
        };
    }
}

namespace Orrery.Hardware.Fabrics;

/// <summary>What a kind of link has in common, whatever its bandwidth.</summary>
/// <param name="LatencySeconds">Time of a short message with its flag, from memory to memory.</param>
/// <param name="Efficiency">Part of the bandwidth that payload reaches.</param>
/// <remarks>
/// NVLink, PCI Express and InfiniBand: NCCL's own model of them. Latencies are the ring's LL column of <c>hwLat</c> in
/// <c>src/graph/tuning.cc</c> (0.6, 1.0 and 2.7 us). Efficiencies are the payload that <c>src/graph/topo.h</c> counts over the
/// peak: 20 of 25 GB/s a link of NVLink 2 and 3, 20.6 of 25 for 4, 40.1 of 50 for 5; 12 of 16 for PCI Express 3.0 x16; 12 of 12.5
/// for a network adapter of 100 Gbit/s. Infinity Fabric has no such publication and is taken like NVLink;
/// a TPU's link reaches 90 of 100 GB/s with 1 us a hop on v5p (Austin et al., How to scale your model, 2025);
/// RoCE loses more to headers than InfiniBand (58 against 30 bytes a packet) and passes a slower switch.
/// </remarks>
public readonly record struct LinkTraits(double LatencySeconds, double Efficiency)
{
    /// <summary>The traits of a kind as <see cref="FabricTier.Kind"/> names it.</summary>
    public static LinkTraits Of(string kind) => kind switch
    {
        "pcie" => new LinkTraits(1e-6, 0.75),
        "infiniband" => new LinkTraits(2.7e-6, 0.96),
        "ethernet" => new LinkTraits(4e-6, 0.92),
        "ici" => new LinkTraits(1e-6, 0.9),
        _ => new LinkTraits(0.6e-6, 0.8),
    };
}

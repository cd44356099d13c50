using Orrery.Configuration.Binding;
using Orrery.Configuration.Units;

namespace Orrery.Hardware;

/// <summary>Connections to other chips, both directions added.</summary>
public sealed record GpuLinks
{
    [Parameter("NVLink, Infinity Fabric or the like, all links together, both directions")]
    public Bandwidth? Nvlink { get; init; }

    [Parameter("What these links are", Allowed = ["nvlink", "infinity-fabric", "ici"])]
    public string? Kind { get; init; }

    [Parameter("Number of these links", Min = 1, Max = 1024, Reason = "left out where there is none")]
    public int? Count { get; init; }

    [Parameter("How they join chips: a bridge over two boards, straight to each peer, through a switch, or in a torus",
        Allowed = ["bridge", "direct", "switch", "torus"])]
    public string? Topology { get; init; }

    [Parameter("Chips that these links join at most; left out for a bridge (2), direct links (one more than links) and a server's switch (8)",
        Min = 2, Max = 1000000, Reason = "a link joins at least two chips")]
    public int? Domain { get; init; }

    [Parameter("PCI Express, both directions")]
    public Bandwidth? Pcie { get; init; }
}

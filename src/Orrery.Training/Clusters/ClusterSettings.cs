using Orrery.Configuration.Binding;
using Orrery.Configuration.Documents;
using Orrery.Configuration.Presets;
using Orrery.Configuration.Units;
using Orrery.Hardware;
using Orrery.Hardware.Fabrics;

namespace Orrery.Training.Clusters;

/// <summary>A cluster as a file describes it.</summary>
public sealed record ClusterSettings : IPreset
{
    [Parameter("Canonical name, in small letters", Required = true)]
    public string Name { get; init; } = "";

    [Parameter("Other names under which it is found")]
    public IReadOnlyList<string> Aliases { get; init; } = [];

    [Parameter("One line that says what it is")]
    public string Summary { get; init; } = "";

    [Parameter("The GPU of every node: a name, a file or a mapping; left out where groups of nodes differ", Shape = typeof(Gpu))]
    public Node? Gpu { get; init; }

    [Parameter("Nodes", Default = "1", Min = 1, Max = 1000000, Reason = "a cluster has at least one node")]
    public int Nodes { get; init; } = 1;

    [Parameter("GPUs of a node", Default = "8", Min = 1, Max = 1024, Reason = "a node without GPUs trains nothing")]
    public int GpusPerNode { get; init; } = 8;

    [Parameter("Nodes of several kinds, in place of gpu and nodes; the first ones hold the lowest ranks")]
    public IReadOnlyList<NodeGroupSettings> Groups { get; init; } = [];

    /// <summary>What follows from the GPU's data sheet where it is left out.</summary>
    [Parameter("How GPUs and nodes are connected: a fabric's name, a file or a mapping", Shape = typeof(Fabric))]
    public Node? Fabric { get; init; }

    [Parameter("How the network between nodes is laid out", Default = "fat-tree", Allowed = ["fat-tree", "rail", "dragonfly", "torus"])]
    public string Topology { get; init; } = "fat-tree";

    [Parameter("Nodes that reach each other at full bandwidth: below one leaf, in one pod, in one dragonfly group; 0 for all", Default = "0",
        Min = 0, Max = 1000000)]
    public int LeafNodes { get; init; }

    [Parameter("How many times less bandwidth there is between leaves than below them", Default = "1", Min = 1, Max = 64,
        Reason = "below 1 the network would be larger at its top")]
    public double Oversubscription { get; init; } = 1;

    [Parameter("Memory behind the GPUs of a node")]
    public HostTier Host { get; init; } = new();

    [Parameter("Mean time between failures of one node; left out where failures are not modelled", Max = 1e10)]
    public Duration? NodeMtbf { get; init; }

    [Parameter("Time from a failure until the job trains again, without reading the checkpoint", Default = "5 min", Max = 1e6)]
    public Duration Restart { get; init; } = new(300);

    [Parameter("Bandwidth at which the whole cluster writes a checkpoint", Default = "100 GB/s")]
    public Bandwidth CheckpointBandwidth { get; init; } = new(100e9);

    [Parameter("Where the values come from")]
    public IReadOnlyList<FabricSource> Sources { get; init; } = [];
}

/// <summary>Nodes of one kind, as a file describes them.</summary>
public sealed record NodeGroupSettings
{
    [Parameter("The GPU of these nodes: a name, a file or a mapping", Required = true, Shape = typeof(Gpu))]
    public Node? Gpu { get; init; }

    [Parameter("How many nodes", Required = true, Min = 1, Max = 1000000, Reason = "a group has at least one node")]
    public int Nodes { get; init; } = 1;
}

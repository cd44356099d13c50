using Orrery.Hardware;
using Orrery.Hardware.Fabrics;

namespace Orrery.Training.Clusters;

/// <summary>
/// Nodes of GPUs and what connects them. Ranks fill node after node, in the order of <see cref="Groups"/>.
/// </summary>
public sealed record Cluster
{
    public required string Name { get; init; }

    public string Summary { get; init; } = "";

    /// <summary>Kinds of nodes; one, unless GPUs are mixed.</summary>
    public required IReadOnlyList<NodeGroup> Groups { get; init; }

    public required int GpusPerNode { get; init; }

    /// <summary>Tiers from the innermost out; what a topology and its oversubscription do to the bandwidth is already in them.</summary>
    public required Fabric Fabric { get; init; }

    /// <summary>The word for the network's layout: fat-tree, rail, dragonfly, torus.</summary>
    public string Topology { get; init; } = "fat-tree";

    public HostTier Host { get; init; } = new();

    /// <summary>Mean seconds between failures of one node; infinite where failures are not modelled.</summary>
    public double NodeMtbfSeconds { get; init; } = double.PositiveInfinity;

    /// <summary>Seconds from a failure until the job trains again, without reading the checkpoint.</summary>
    public double RestartSeconds { get; init; } = 300;

    /// <summary>Bytes a second at which the whole cluster writes a checkpoint.</summary>
    public double CheckpointBytesPerSecond { get; init; } = 100e9;

    /// <summary>Nodes of all kinds.</summary>
    public int Nodes => Groups.Sum(group => group.Nodes);

    /// <summary>GPUs of all nodes.</summary>
    public int Gpus => Nodes * GpusPerNode;

    /// <summary>The kind of GPU of the lowest ranks.</summary>
    public Gpu Gpu => Groups[0].Gpu;

    /// <summary>The GPU of a rank.</summary>
    public Gpu GpuOf(int rank)
    {
        int node = rank / GpusPerNode;
        foreach (NodeGroup group in Groups)
        {
            if (node < group.Nodes)
            {
                return group.Gpu;
            }

            node -= group.Nodes;
        }

        throw new ArgumentOutOfRangeException(nameof(rank), rank, "the cluster has no such GPU");
    }

    /// <summary>The same cluster with so many nodes of its first kind alone.</summary>
    public Cluster WithNodes(int nodes) => this with { Groups = [Groups[0] with { Nodes = nodes }] };

    /// <summary>
    /// A cluster of one kind of GPU over a fabric, or over the one that follows from its data sheet.
    /// </summary>
    public static Cluster Of(Gpu gpu, int nodes, int gpusPerNode, Fabric? fabric = null) => new()
    {
        Name = $"{nodes * gpusPerNode} {gpu.Name}",
        Groups = [new NodeGroup(gpu, nodes)],
        GpusPerNode = gpusPerNode,
        Fabric = fabric ?? GpuFabric.Of(gpu),
    };
}

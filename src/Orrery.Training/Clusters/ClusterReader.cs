using Orrery.Configuration;
using Orrery.Configuration.Documents;
using Orrery.Configuration.Presets;
using Orrery.Hardware;
using Orrery.Hardware.Fabrics;

namespace Orrery.Training.Clusters;

/// <summary>
/// Resolves what a user writes behind <c>cluster:</c>: a catalogue name, a file, or a mapping that may start from a preset.
/// </summary>
/// <param name="folder">The folder from which relative paths count: that of the file in which they stand.</param>
/// <param name="diagnostics">Takes what is wrong.</param>
public sealed class ClusterReader(string folder, List<Diagnostic> diagnostics)
{
    /// <summary>The cluster, or null with diagnostics.</summary>
    /// <param name="node">What stands there.</param>
    /// <param name="path">Dotted path of the key, such as <c>cluster</c>.</param>
    public Cluster? Read(Node node, string path)
    {
        int before = diagnostics.Count;
        ClusterSettings? settings =
            new PresetReader<ClusterSettings>(ClusterCatalogue.Presets, "cluster", folder, diagnostics).Read(node, path);
        Cluster? cluster = settings is null ? null : Resolve(settings, node, path);
        return diagnostics.Count == before ? cluster : null;
    }

    /// <summary>The cluster of a name, with so many nodes; null where there is none of that name.</summary>
    public static Cluster? Named(string name, int? nodes = null)
    {
        List<Diagnostic> problems = [];
        Cluster? cluster = ClusterCatalogue.Presets.Find(name) is null ? null
            : new ClusterReader("", problems).Read(new ScalarNode("", 0, name), "cluster");
        return cluster is not null && nodes is { } count ? cluster.WithNodes(count) : cluster;
    }

    private Cluster? Resolve(ClusterSettings settings, Node node, string path)
    {
        string At(string key) => path.Length == 0 ? key : path + "." + key;
        List<NodeGroup> groups = [];
        if (settings.Groups.Count > 0 == settings.Gpu is not null)
        {
            diagnostics.Add(new Diagnostic(node.File, node.Line, At("gpu"), settings.Gpu is null
                ? "is missing" : "and groups exclude each other", Allowed: "a GPU for all nodes, or groups of {gpu, nodes}"));
        }

        if (settings.Gpu is { } one && new GpuReader(folder, diagnostics).Read(one, At("gpu")) is { } same)
        {
            groups.Add(new NodeGroup(same, settings.Nodes));
        }

        foreach (NodeGroupSettings group in settings.Groups)
        {
            if (new GpuReader(folder, diagnostics).Read(group.Gpu!, At("groups.gpu")) is { } gpu)
            {
                groups.Add(new NodeGroup(gpu, group.Nodes));
            }
        }

        Fabric? fabric = settings.Fabric is { } wires ? FabricCatalogue.Read(wires, At("fabric"), folder, diagnostics)
            : groups.Count > 0 ? GpuFabric.Of(groups[0].Gpu) : null;
        if (groups.Count == 0 || fabric is null)
        {
            return null;
        }

        Fabric laid = NetworkLayout.Apply(fabric, settings);
        Cluster cluster = new()
        {
            Name = settings.Name,
            Summary = settings.Summary,
            Groups = groups,
            GpusPerNode = settings.GpusPerNode,
            Fabric = laid,
            Topology = settings.Topology,
            Host = settings.Host,
            NodeMtbfSeconds = settings.NodeMtbf?.Seconds ?? double.PositiveInfinity,
            RestartSeconds = settings.Restart.Seconds,
            CheckpointBytesPerSecond = settings.CheckpointBandwidth.BytesPerSecond,
        };
        if (laid.Refuses(cluster.Gpus, cluster.GpusPerNode) is { } problem)
        {
            diagnostics.Add(new Diagnostic(node.File, node.Line, At("fabric"), problem));
        }

        return cluster;
    }
}

using System.Text.Json.Nodes;
using Orrery.Cli.Commands.Show;
using Orrery.Training.Clusters;

namespace Orrery.Cli.Screens;

/// <summary>Clusters as JSON: every value in its base unit, which the name carries.</summary>
public static class ClusterJson
{
    internal static JsonArray Of(IEnumerable<ShownCluster> clusters) => new([.. clusters.Select(Of)]);

    internal static JsonObject Of(ShownCluster shown)
    {
        (ClusterSettings settings, Cluster cluster) = shown;
        return new JsonObject
        {
            ["name"] = cluster.Name,
            ["aliases"] = new JsonArray([.. settings.Aliases.Select(alias => (JsonNode)alias)]),
            ["summary"] = cluster.Summary,
            ["groups"] = new JsonArray([.. cluster.Groups.Select(group => (JsonNode)new JsonObject { ["gpu"] = group.Gpu.Name, ["nodes"] = group.Nodes })]),
            ["nodes"] = cluster.Nodes,
            ["gpus_per_node"] = cluster.GpusPerNode,
            ["gpus"] = cluster.Gpus,
            ["topology"] = cluster.Topology,
            ["oversubscription"] = settings.Oversubscription,
            ["leaf_nodes"] = settings.LeafNodes,
            ["fabric"] = FabricJson.Of(cluster.Fabric),
            ["host_memory_bytes"] = cluster.Host.Memory.Bytes,
            ["host_memory_bytes_per_s"] = cluster.Host.MemoryBandwidth.BytesPerSecond,
            ["host_link_bytes_per_s"] = cluster.Host.Link?.BytesPerSecond,
            ["nvme_bytes"] = cluster.Host.Nvme.Bytes,
            ["nvme_bytes_per_s"] = cluster.Host.NvmeBandwidth.BytesPerSecond,
            ["node_mtbf_s"] = double.IsFinite(cluster.NodeMtbfSeconds) ? cluster.NodeMtbfSeconds : null,
            ["restart_s"] = cluster.RestartSeconds,
            ["checkpoint_bytes_per_s"] = cluster.CheckpointBytesPerSecond,
            ["sources"] = new JsonArray([.. settings.Sources.Select(source => (JsonNode)new JsonObject
            {
                ["from"] = source.From,
                ["url"] = source.Url,
                ["says"] = source.Says,
            })]),
        };
    }
}

using Orrery.Configuration;
using Orrery.Configuration.Binding;
using Orrery.Configuration.Documents;
using Orrery.Configuration.Presets;
using Orrery.Hardware;
using Orrery.Hardware.Fabrics;
using Orrery.Training.Clusters;

namespace Orrery.Experiments.Training;

/// <summary>A cluster's settings with GPUs and fabric written out, so that they load again from any folder.</summary>
internal static class ResolvedCluster
{
    /// <summary>The settings.</summary>
    /// <param name="node">What stands behind <c>cluster:</c>; it was read without mistakes before.</param>
    /// <param name="folder">The folder from which relative paths count.</param>
    public static ClusterSettings Of(Node node, string folder)
    {
        List<Diagnostic> none = [];
        ClusterSettings settings = new PresetReader<ClusterSettings>(ClusterCatalogue.Presets, "cluster", folder, none).Read(node, "cluster")!;
        return settings with
        {
            Gpu = settings.Gpu is { } gpu ? Gpu(gpu) : null,
            Groups = [.. settings.Groups.Select(group => group with { Gpu = Gpu(group.Gpu!) })],
            Fabric = settings.Fabric is { } fabric ? Written(FabricCatalogue.Read(fabric, "fabric", folder, none)!) : null,
        };

        MapNode Gpu(Node node) => Written(new GpuReader(folder, none).Read(node, "gpu")!);
    }

    private static MapNode Written(object settings) => YamlReader.Read("", ResolvedYaml.Write(settings), [])!;
}

using Orrery.Configuration.Presets;

namespace Orrery.Training.Clusters;

/// <summary>The clusters that come with the program, one embedded file each.</summary>
public static class ClusterCatalogue
{
    /// <summary>The files themselves, for readers that lay changes over them.</summary>
    public static PresetCatalogue<ClusterSettings> Presets { get; } =
        new(typeof(ClusterCatalogue).Assembly, "Orrery.Training.Clusters.Presets.");

    /// <summary>Names of all, in order.</summary>
    public static IReadOnlyList<string> Names => Presets.Names;
}

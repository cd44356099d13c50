using Orrery.Configuration.Presets;

namespace Orrery.Hardware;

/// <summary>The GPUs that come with the program, one embedded file each.</summary>
public static class GpuCatalogue
{
    /// <summary>The files themselves, for readers that lay changes over them.</summary>
    public static PresetCatalogue<Gpu> Presets { get; } = new(typeof(GpuCatalogue).Assembly, "Orrery.Hardware.Presets.");

    /// <summary>All GPUs, by name.</summary>
    public static IReadOnlyList<Gpu> All => Presets.All;

    /// <summary>Finds a GPU by name or alias; capitals, spaces and dashes make no difference. Null when there is none.</summary>
    public static Gpu? Find(string name) => Presets.Find(name);

    /// <summary>The name closest to a misspelt one, or null.</summary>
    public static string? Nearest(string name) => Presets.Nearest(name);
}

using Orrery.Configuration.Presets;

namespace Orrery.Gpu.Memory.Dram;

/// <summary>The kinds of memory that come with the program.</summary>
public static class DramCatalogue
{
    /// <summary>The files, for readers that lay changes over them.</summary>
    public static PresetCatalogue<DramTiming> Presets { get; } =
        new(typeof(DramCatalogue).Assembly, "Orrery.Gpu.Memory.Dram.Presets.");
}

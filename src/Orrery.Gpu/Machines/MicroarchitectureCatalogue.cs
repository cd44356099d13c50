using Orrery.Configuration.Presets;

namespace Orrery.Gpu.Machines;

/// <summary>The generations that come with the program.</summary>
public static class MicroarchitectureCatalogue
{
    /// <summary>The files, for readers that lay changes over them.</summary>
    public static PresetCatalogue<Microarchitecture> Presets { get; } =
        new(typeof(MicroarchitectureCatalogue).Assembly, "Orrery.Gpu.Machines.Presets.");
}

using Orrery.Configuration.Presets;
using HardwareGpu = Orrery.Hardware.Gpu;

namespace Orrery.Gpu.Machines;

/// <summary>The generations that come with the program.</summary>
public static class MicroarchitectureCatalogue
{
    /// <summary>The files, for readers that lay changes over them.</summary>
    public static PresetCatalogue<Microarchitecture> Presets { get; } =
        new(typeof(MicroarchitectureCatalogue).Assembly, "Orrery.Gpu.Machines.Presets.");

    /// <summary>That of a GPU: of its generation, and with its threads where there are several. Null where there is none.</summary>
    public static Microarchitecture? Of(HardwareGpu gpu)
    {
        Microarchitecture[] known = [.. Presets.All.Where(micro => micro.Generation == gpu.Generation)];
        return Array.Find(known, micro => micro.Threads == gpu.Sm.Threads) ?? known.FirstOrDefault();
    }
}

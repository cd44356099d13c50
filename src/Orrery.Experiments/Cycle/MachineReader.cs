using Orrery.Configuration;
using Orrery.Configuration.Binding;
using Orrery.Configuration.Documents;
using Orrery.Configuration.Presets;
using Orrery.Gpu.Machines;
using Orrery.Gpu.Memory.Dram;
using Orrery.Hardware;

namespace Orrery.Experiments.Cycle;

/// <summary>Puts a simulated machine together: data sheet, microarchitecture and memory, each with a user's changes.</summary>
/// <param name="folder">The folder from which relative paths count.</param>
/// <param name="diagnostics">Takes what is wrong.</param>
internal sealed class MachineReader(string folder, List<Diagnostic> diagnostics)
{
    /// <summary>The machine, or null with diagnostics.</summary>
    /// <param name="gpu">Its data sheet.</param>
    /// <param name="settings">What the file changes.</param>
    /// <param name="document">The file, for the places of mistakes.</param>
    public GpuMachine? Read(HardwareGpu gpu, CycleSettings settings, MapNode document)
    {
        int before = diagnostics.Count;
        Microarchitecture? micro = Part(MicroarchitectureCatalogue.Presets, MicroarchitectureCatalogue.Of(gpu)?.Name ?? gpu.Generation, settings.Microarchitecture, "microarchitecture",
            "microarchitecture");
        DramTiming? dram = Part(DramCatalogue.Presets, gpu.Memory.Type, settings.Dram, "dram", "kind of memory");
        if (diagnostics.Count > before)
        {
            return null;
        }

        if (micro is null || dram is null || gpu.Memory.BusBits is null)
        {
            string missing = micro is null ? $"the microarchitecture of generation '{gpu.Generation}' is not known"
                : dram is null ? $"the timing of {gpu.Memory.Type} is not known" : "its memory.bus_bits is not known";
            Node at = document.Find("gpu") ?? document;
            diagnostics.Add(new Diagnostic(at.File, at.Line, "gpu", $"{gpu.Name} has no cycle model: {missing}",
                Allowed: string.Join(", ", GpuCatalogue.All.Where(known => GpuMachine.Of(known) is not null).Select(known => known.Name))));
            return null;
        }

        return new GpuMachine(gpu, micro, dram);
    }

    // A mapping without a preset of its own is laid over what the GPU's data sheet leads to.
    private T? Part<T>(PresetCatalogue<T> catalogue, string name, Node? given, string path, string noun) where T : class, IPreset, new()
    {
        if (given is null)
        {
            return catalogue.Find(name);
        }

        if (given is MapNode map && map.Find(Overrides.PresetKey) is null && catalogue.Document(name) is { } lower)
        {
            int before = diagnostics.Count;
            T changed = new Binder(diagnostics).Bind<T>(Overrides.Merge(lower, map), path);
            return diagnostics.Count == before ? changed : null;
        }

        return new PresetReader<T>(catalogue, noun, folder, diagnostics).Read(given, path);
    }
}

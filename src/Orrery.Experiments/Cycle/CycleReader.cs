using Orrery.Configuration;
using Orrery.Configuration.Documents;
using Orrery.Experiments.Plugins;
using Orrery.Gpu.Machines;
using Orrery.Gpu.Memory.Parts;
using Orrery.Gpu.Multiprocessor;

namespace Orrery.Experiments.Cycle;

/// <summary>Reads what a file says about the simulation cycle by cycle.</summary>
/// <param name="source">Where the file is, and where its mistakes go.</param>
internal sealed class CycleReader(ExperimentSource source)
{
    /// <summary>The choice in cycle fidelity; null in the others, and with diagnostics.</summary>
    public CycleChoice? Read(string fidelity, HardwareGpu? gpu, CycleSettings settings, MapNode document)
    {
        int before = source.Diagnostics.Count;
        Parts known = new(Plugins(settings, document));
        Type? scheduler = Part<IWarpScheduler>("scheduler", "warp scheduler", settings.Scheduler);
        Type? replacement = Part<IReplacementPolicy>("replacement", "replacement policy", settings.Replacement);
        Type? memory = Part<IMemoryScheduler>("memory_scheduler", "memory scheduler", settings.MemoryScheduler);
        Type? network = Part<INetwork>("network", "network", settings.Network);
        bool isCycle = fidelity == Fidelities.Cycle;
        bool changes = settings.Microarchitecture is not null || settings.Dram is not null;
        GpuMachine? machine = gpu is null || !(isCycle || changes) ? null
            : new MachineReader(source.Folder, source.Diagnostics).Read(gpu, settings, document);
        if (!isCycle || machine is null || source.Diagnostics.Count > before) return null;
        MemoryParts parts = new() { Replacement = Made<IReplacementPolicy>(replacement), Scheduler = Made<IMemoryScheduler>(memory), Network = Made<INetwork>(network) };
        return new CycleChoice(machine with { Parts = parts }, scheduler!, settings.Full);

        Type? Part<T>(string key, string noun, string name)
        {
            Type? part = known.Find(typeof(T), name, out string[] names);
            if (part is null) Complain(document, key, $"there is no such {noun}", name, string.Join(", ", names), NearestName.Of(name, names));
            return part;
        }
    }

    /// <summary>Paths of plugins as they can be found from anywhere.</summary>
    public IReadOnlyList<string>? Located(IReadOnlyList<string>? plugins) =>
        plugins is null ? null : [.. plugins.Select(path => Path.GetFullPath(Path.Combine(source.Folder, path)))];

    private List<Type> Plugins(CycleSettings settings, MapNode document)
    {
        List<Type> own = [];
        foreach (string path in settings.Plugins ?? [])
        {
            IReadOnlyList<Type> types = PluginAssembly.Types(Path.Combine(source.Folder, path), out string? problem);
            own.AddRange(types);
            problem ??= types.Any(Parts.IsPart) ? null : "has no public part: a warp scheduler (a struct), a thread manager, or a part of the memory system";
            if (problem is not null) Complain(document, "plugins", problem, path, null);
        }
        return own;
    }

    private static T Made<T>(Type? part) => (T)Activator.CreateInstance(part!)!;

    private void Complain(MapNode document, string key, string problem, string given, string? allowed, string? nearest = null)
    {
        Node at = document.Find(key) ?? document;
        source.Diagnostics.Add(new Diagnostic(at.File, at.Line, key, problem, given, allowed, nearest));
    }
}

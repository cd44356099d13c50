using Orrery.Configuration;
using Orrery.Configuration.Documents;
using Orrery.Engine.Threads;
using Orrery.Experiments.Plugins;
using Orrery.Gpu.Machines;

namespace Orrery.Experiments.Cycle;

/// <summary>Reads what a file says about the simulation cycle by cycle.</summary>
/// <param name="source">Where the file is, and where its mistakes go.</param>
internal sealed class CycleReader(ExperimentSource source)
{
    /// <summary>The choice in cycle fidelity; null in the others, and with diagnostics.</summary>
    public CycleChoice? Read(string fidelity, HardwareGpu? gpu, CycleSettings settings, MapNode document)
    {
        int before = source.Diagnostics.Count;
        Type? scheduler = Scheduler(settings, document);
        bool isCycle = fidelity == Fidelities.Cycle;
        bool changes = settings.Microarchitecture is not null || settings.Dram is not null;
        GpuMachine? machine = gpu is null || !(isCycle || changes) ? null
            : new MachineReader(source.Folder, source.Diagnostics).Read(gpu, settings, document);
        return isCycle && machine is not null && scheduler is not null && source.Diagnostics.Count == before
            ? new CycleChoice(machine, scheduler, settings.Full) : null;
    }

    /// <summary>Paths of plugins as they can be found from anywhere.</summary>
    public IReadOnlyList<string>? Located(IReadOnlyList<string>? plugins) =>
        plugins is null ? null : [.. plugins.Select(path => Path.GetFullPath(Path.Combine(source.Folder, path)))];

    private Type? Scheduler(CycleSettings settings, MapNode document)
    {
        List<Type> own = [];
        foreach (string path in settings.Plugins ?? [])
        {
            IReadOnlyList<Type> types = PluginAssembly.Types(Path.Combine(source.Folder, path), out string? problem);
            own.AddRange(WarpSchedulers.Among(types));
            problem ??= types.Any(IsPart) ? null : "has neither a public struct that implements IWarpScheduler nor a public thread manager";
            if (problem is not null) Complain("plugins", problem, path, null);
        }

        IReadOnlyList<Type> known = WarpSchedulers.With(own);
        if (WarpSchedulers.Find(known, settings.Scheduler) is { } scheduler) return scheduler;
        string[] names = [.. known.SelectMany(WarpSchedulers.NamesOf)];
        Complain("scheduler", "there is no such warp scheduler", settings.Scheduler, string.Join(", ", names), NearestName.Of(settings.Scheduler, names));
        return null;

        void Complain(string key, string problem, string given, string? allowed, string? nearest = null)
        {
            Node at = document.Find(key) ?? document;
            source.Diagnostics.Add(new Diagnostic(at.File, at.Line, key, problem, given, allowed, nearest));
        }
    }

    private static bool IsPart(Type type) => WarpSchedulers.Among([type]).Any() || type.IsSubclassOf(typeof(ThreadManager));
}

using System.CommandLine;
using Orrery.Configuration;
using Orrery.Engine.Threads;
using Orrery.Experiments.Plugins;

namespace Orrery.Cli.Plugins;

/// <summary>The options that choose a thread manager: one of the engine's, or a user's own from an assembly.</summary>
public sealed class ThreadManagerOption
{
    public Option<string> Name { get; } = new("--thread-manager", "-m")
    {
        DefaultValueFactory = _ => "auto",
        Description = $"Who runs what on which thread: {string.Join(", ", ThreadManagers.Names)}, or one from --plugin.",
        HelpName = "NAME",
    };

    public Option<string[]> Plugin { get; } = new("--plugin")
    {
        Description = "An assembly (.dll) with parts of your own, or the folder of its project once built.",
        HelpName = "PATH",
    };

    /// <summary>What makes the chosen manager, or none with the mistakes that were found.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="terminal">Where paths start.</param>
    /// <param name="mistakes">Takes what is wrong.</param>
    /// <param name="needsOne">Whether a plugin must have a thread manager; where false, it may have other parts.</param>
    public Func<ThreadManager>? Read(ParseResult parsed, Terminal terminal, List<string> mistakes, bool needsOne = true)
    {
        ArgumentNullException.ThrowIfNull(mistakes);
        string name = parsed.GetRequiredValue(Name);
        var makers = ThreadManagers.Names.ToDictionary(known => known, known => (Func<ThreadManager>)(() => ThreadManagers.Find(known)!));
        foreach (string path in parsed.GetValue(Plugin) ?? []) AddManagers(path, terminal, makers, mistakes, needsOne);
        if (makers.TryGetValue(name, out Func<ThreadManager>? make)) return make;
        string? nearest = NearestName.Of(name, makers.Keys);
        string hint = nearest is null ? "" : $" (did you mean '{nearest}'?)";
        mistakes.Add($"unknown thread manager '{name}'{hint}; there are {string.Join(", ", makers.Keys)}");
        return null;
    }

    private static void AddManagers(string path, Terminal terminal, Dictionary<string, Func<ThreadManager>> makers, List<string> mistakes, bool needsOne)
    {
        Type[] managers = [.. PluginAssembly.Types(terminal.Resolve(path), out string? problem)
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(ThreadManager)) && type.GetConstructor(Type.EmptyTypes) is not null)];
        foreach (Type type in managers) makers[Make(type).Name] = () => Make(type);
        if (problem is null && needsOne && managers.Length == 0)
            problem = $"{PluginAssembly.Locate(terminal.Resolve(path))} has no public thread manager with a constructor that takes nothing";
        if (problem is not null) mistakes.Add($"--plugin {path}: {problem}");
    }

    private static ThreadManager Make(Type type) => (ThreadManager)Activator.CreateInstance(type)!;
}

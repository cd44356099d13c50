using System.CommandLine;
using Orrery.Configuration;
using Orrery.Engine.Threads;

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
        Description = "An assembly (.dll) with thread managers of your own, or the folder of its project once built.",
        HelpName = "PATH",
    };

    /// <summary>What makes the chosen manager, or none with the mistakes that were found.</summary>
    public Func<ThreadManager>? Read(ParseResult parsed, Terminal terminal, List<string> mistakes)
    {
        ArgumentNullException.ThrowIfNull(mistakes);
        string name = parsed.GetRequiredValue(Name);
        var makers = ThreadManagers.Names.ToDictionary(known => known, known => (Func<ThreadManager>)(() => ThreadManagers.Find(known)!));
        foreach (string path in parsed.GetValue(Plugin) ?? []) PluginAssembly.AddManagers(terminal.Resolve(path), path, makers, mistakes);
        if (makers.TryGetValue(name, out Func<ThreadManager>? make)) return make;
        string? nearest = NearestName.Of(name, makers.Keys);
        string hint = nearest is null ? "" : $" (did you mean '{nearest}'?)";
        mistakes.Add($"unknown thread manager '{name}'{hint}; there are {string.Join(", ", makers.Keys)}");
        return null;
    }
}

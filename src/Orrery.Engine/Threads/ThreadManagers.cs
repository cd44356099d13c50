namespace Orrery.Engine.Threads;

/// <summary>The thread managers that the engine ships, by name.</summary>
public static class ThreadManagers
{
    private static readonly Dictionary<string, Func<ThreadManager>> Makers = new(StringComparer.Ordinal)
    {
        ["auto"] = () => new AutoManager(),
        ["sequential"] = () => new SequentialManager(),
        ["static"] = () => new StaticManager(),
        ["stealing"] = () => new StealingManager(),
        ["priority"] = () => new PriorityManager(),
        ["locality"] = () => new LocalityManager(),
    };

    /// <summary>All names, in the order in which they are best read.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Makers.Keys];

    /// <summary>A new manager of that name, or none.</summary>
    public static ThreadManager? Find(string name) => Makers.TryGetValue(name, out Func<ThreadManager>? make) ? make() : null;
}

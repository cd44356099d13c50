using Orrery.Engine.Threads;

namespace Orrery.Engine.Tests;

/// <summary>Every way to run a simulation that must not change its result.</summary>
internal static class Managers
{
    /// <summary>All shipped managers with 1 to 4 threads.</summary>
    public static IEnumerable<(string Manager, int Threads)> All =>
        from name in ThreadManagers.Names from threads in Enumerable.Range(1, 4) select (name, threads);

    /// <summary>The managers that really split, on two threads, and the sequential one: for tests that need few runs.</summary>
    public static TheoryData<string, int> Some => new()
    {
        { "sequential", 1 }, { "static", 2 }, { "stealing", 3 }, { "priority", 2 }, { "locality", 2 }, { "auto", 2 },
    };

    /// <summary>Splits at once: counting first would run a test's small model to its end on one thread.</summary>
    public static RunOptions Options(string manager, int threads) =>
        new() { Manager = ThreadManagers.Find(manager) ?? throw new ArgumentException(manager), Threads = threads, SplitsAtOnce = true };
}

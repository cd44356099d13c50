using Orrery.Engine.Threads;

namespace Orrery.Experiments;

/// <summary>How an experiment is run. None of it changes the result.</summary>
public sealed record RunHow
{
    /// <summary>Threads at most, where an experiment simulates.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Makes who runs what on which thread; the engine's own choice where null.</summary>
    public Func<ThreadManager>? Manager { get; init; }
}

using Orrery.Engine.Threads;

namespace Orrery.Engine;

/// <summary>How a simulation is run. None of it changes the result but <see cref="Until"/> and <see cref="StopWhen"/>.</summary>
public sealed record RunOptions
{
    /// <summary>The last tick to run, inclusive.</summary>
    public long Until { get; init; } = Simulation.LastTick;

    /// <summary>Workers, the calling thread among them.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Who runs what on which thread; without one, <see cref="AutoManager"/> if there are several threads.</summary>
    public ThreadManager? Manager { get; init; }

    /// <summary>Ends the run when it returns true. Asked between ticks, every <see cref="StopWhenEvery"/> ticks.</summary>
    public Func<bool>? StopWhen { get; init; }

    /// <summary>The ticks between two questions to <see cref="StopWhen"/>; part of the result, so it does not depend on the schedule.</summary>
    public long StopWhenEvery { get; init; } = 1000;

    /// <summary>Told where the run is, at most once an interval of wall-clock time.</summary>
    public Action<RunProgress>? Progress { get; init; }

    /// <summary>The wall-clock time between two reports of progress.</summary>
    public TimeSpan ProgressInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Told, from another thread, when no tick was finished for <see cref="SlowAfter"/>: which component is running.</summary>
    public Action<string>? Slow { get; init; }

    /// <summary>The wall-clock time after which a tick counts as slow.</summary>
    public TimeSpan SlowAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Ends the run between two windows.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Splits the model before the first tick, with nothing counted: a test's model would be at its end before.</summary>
    internal bool SplitsAtOnce { get; init; }
}

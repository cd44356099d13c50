namespace Orrery.Engine;

/// <summary>Where a run is.</summary>
/// <param name="Tick">The tick that everything has reached.</param>
/// <param name="Until">The last tick of the run, or <see cref="Simulation.LastTick"/> if it has no end set.</param>
/// <param name="Activations">Runs of components so far.</param>
/// <param name="Elapsed">Wall-clock time so far.</param>
/// <param name="Manager">The thread manager at work.</param>
public readonly record struct RunProgress(long Tick, long Until, long Activations, TimeSpan Elapsed, string Manager)
{
    /// <summary>0 to 1 where the run has an end set, else none.</summary>
    public double? Fraction => Until >= Simulation.LastTick ? null : Until == 0 ? 1 : Math.Min(1, Tick / (double)Until);

    /// <summary>Wall-clock time to go if the rate stays as it was, where the run has an end set.</summary>
    public TimeSpan? Remaining => Fraction is > 0 and { } done ? Elapsed * ((1 - done) / done) : null;
}

namespace Orrery.Training.Search;

/// <summary>How a search is done. The threads change nothing in what is found.</summary>
public sealed record SearchOptions
{
    /// <summary>How many of the best plans are wanted, proven in their order; 0 for all that can run.</summary>
    public int Keep { get; init; } = 20;

    /// <summary>What best means.</summary>
    public Objective Objective { get; init; }

    /// <summary>Threads at most.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Takes how far it has come.</summary>
    public IProgress<SearchProgress>? Progress { get; init; }
}

/// <summary>How far a search has come.</summary>
/// <param name="Examined">Plans of which it is known whether they run, and how fast at best.</param>
/// <param name="Count">Plans of the space.</param>
/// <param name="Composed">Plans whose step is known.</param>
/// <param name="Open">Plans that may still win.</param>
/// <param name="BestTicks">The best step so far; 0 before the first.</param>
public readonly record struct SearchProgress(long Examined, long Count, long Composed, long Open, long BestTicks);

using Orrery.Training.Search;

namespace Orrery.Experiments.Search;

/// <summary>The best plans of a space.</summary>
public sealed record SearchResult : ExperimentResult
{
    /// <summary>What was found.</summary>
    public required SearchOutcome Outcome { get; init; }

    /// <summary>What best means.</summary>
    public required Objective Objective { get; init; }

    /// <summary>How closely operators were modelled.</summary>
    public required string Fidelity { get; init; }
}

using Orrery.Training.Clusters;
using Orrery.Training.Plans;
using Orrery.Workloads.Models;

namespace Orrery.Training.Search;

/// <summary>What a search found.</summary>
public sealed class SearchOutcome
{
    public required TransformerModel Model { get; init; }

    public required Cluster Cluster { get; init; }

    public required PlanSpace Space { get; init; }

    /// <summary>The best plans, best first. Where <see cref="Complete"/>, no other plan of the space is better than any of them.</summary>
    public required IReadOnlyList<RankedPlan> Best { get; init; }

    /// <summary>Plans that no other beats in time, memory and GPUs at once, fastest first.</summary>
    public required IReadOnlyList<RankedPlan> Front { get; init; }

    public required SearchCounts Counts { get; init; }

    /// <summary>Seconds that it took.</summary>
    public required double WallSeconds { get; init; }

    /// <summary>Plans of the space that were settled in a second.</summary>
    public double PlansPerSecond => (Counts.Count - Counts.Left) / WallSeconds;

    /// <summary>Plans whose memory was told in a second, and whose step was bounded where they fit: those that divide.</summary>
    public double PricedPerSecond => (Counts.Feasible + Counts.Of(Refusal.Memory)) / WallSeconds;

    /// <summary>Whether it came to its end; otherwise what was found is the best so far.</summary>
    public required bool Complete { get; init; }

    /// <summary>The plan that came closest to running, where none can.</summary>
    public ClosestPlan? Closest { get; init; }
}

/// <summary>A plan that cannot run, though nearly.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Gpus">Its GPUs.</param>
/// <param name="Lacks">What is wrong with it.</param>
/// <param name="Fixes">Changes outside the space that would make it run; empty where none is known.</param>
public sealed record ClosestPlan(Plan Plan, int Gpus, IReadOnlyList<string> Lacks, IReadOnlyList<string> Fixes);

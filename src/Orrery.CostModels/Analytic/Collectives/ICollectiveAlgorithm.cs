using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Analytic.Collectives;

/// <summary>
/// A way to do a collective: how many messages wait for each other, and how many bytes every tier carries. It knows no time. A new
/// one is a class that implements this, with nothing to register.
/// </summary>
internal interface ICollectiveAlgorithm
{
    /// <summary>Name in results: "ring".</summary>
    string Name { get; }

    /// <summary>The protocols that it can use.</summary>
    IReadOnlyList<Protocol> Protocols { get; }

    /// <summary>Whether it can do this on these tiers, of which there is at least one.</summary>
    bool Runs(Collective work, ReadOnlySpan<TierShare> tiers);

    /// <summary>Says what it asks of each tier.</summary>
    /// <param name="work">What is done, by at least two ranks.</param>
    /// <param name="tiers">The tiers, innermost first.</param>
    /// <param name="loads">Takes the load of each.</param>
    CollectivePlan Plan(Collective work, ReadOnlySpan<TierShare> tiers, Span<TierLoad> loads);
}

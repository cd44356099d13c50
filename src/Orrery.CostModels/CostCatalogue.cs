using Orrery.Configuration;

namespace Orrery.CostModels;

/// <summary>
/// The fidelities that there are. A new one is a class that implements <see cref="IOperatorCost"/> and has a
/// constructor without parameters, with nothing to register.
/// </summary>
public static class CostCatalogue
{
    private static readonly IOperatorCost[] Known =
    [
        .. typeof(CostCatalogue).Assembly.GetTypes()
            .Where(type => type.IsClass && type.IsAssignableTo(typeof(IOperatorCost)) && type.GetConstructor([]) is not null)
            .Select(type => (IOperatorCost)Activator.CreateInstance(type)!)
            .OrderBy(cost => cost.Fidelity, StringComparer.Ordinal),
    ];

    /// <summary>The names of the fidelities.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.Select(cost => cost.Fidelity)];

    /// <summary>The cost model of a fidelity, or null.</summary>
    public static IOperatorCost? Find(string fidelity) => Known.FirstOrDefault(cost => cost.Fidelity == fidelity);

    /// <summary>The name closest to a misspelt one, or null.</summary>
    public static string? Nearest(string fidelity) => NearestName.Of(fidelity, Names);
}

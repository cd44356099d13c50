using System.Reflection;
using Orrery.Configuration;
using Orrery.CostModels;
using Orrery.CostModels.Constants;
using Orrery.Gpu;

namespace Orrery.Experiments;

/// <summary>
/// The fidelities that there are. A new one is a class of the cost models or the GPU simulator that implements <see cref="IOperatorCost"/> and has a
/// constructor without parameters, with nothing to register.
/// </summary>
public static class Fidelities
{
    /// <summary>The name of the simulation cycle by cycle.</summary>
    public const string Cycle = "cycle";

    private static readonly Assembly[] Homes = [typeof(IOperatorCost).Assembly, typeof(CycleCost).Assembly];

    private static readonly IOperatorCost[] Known =
    [
        .. Homes.SelectMany(home => home.GetTypes())
            .Where(type => type.IsClass && type.IsAssignableTo(typeof(IOperatorCost)) && type.GetConstructor([]) is not null)
            .Select(type => (IOperatorCost)Activator.CreateInstance(type)!)
            .OrderBy(cost => cost.Fidelity, StringComparer.Ordinal),
    ];

    /// <summary>The names of the fidelities.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.Select(cost => cost.Fidelity)];

    /// <summary>The cost model of a fidelity, or null.</summary>
    public static IOperatorCost? Find(string fidelity) => Known.FirstOrDefault(cost => cost.Fidelity == fidelity);

    /// <summary>The cost model of a fidelity with other constants; null where there is none, or it takes none.</summary>
    public static IOperatorCost? Make(string fidelity, PhysicalConstants constants) =>
        Find(fidelity)?.GetType().GetConstructor([typeof(PhysicalConstants)])?.Invoke([constants]) as IOperatorCost;

    /// <summary>The name closest to a misspelt one, or null.</summary>
    public static string? Nearest(string fidelity) => NearestName.Of(fidelity, Names);
}

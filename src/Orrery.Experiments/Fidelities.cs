using Orrery.Configuration;
using Orrery.CostModels;
using Orrery.Gpu;

namespace Orrery.Experiments;

/// <summary>All fidelities: the cost models, and the simulation of the GPU cycle by cycle.</summary>
public static class Fidelities
{
    /// <summary>The name of the simulation cycle by cycle.</summary>
    public const string Cycle = "cycle";

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. CostCatalogue.Names.Append(Cycle).Order(StringComparer.Ordinal)];

    /// <summary>The cost model of a fidelity, or null.</summary>
    public static IOperatorCost? Find(string name) => name == Cycle ? new CycleCost() : CostCatalogue.Find(name);

    /// <summary>The name closest to a misspelt one, or null.</summary>
    public static string? Nearest(string name) => NearestName.Of(name, Names);
}

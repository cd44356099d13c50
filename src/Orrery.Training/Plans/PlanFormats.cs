using System.Collections.Concurrent;
using Orrery.Training.Software;
using Orrery.Workloads.Formats;

namespace Orrery.Training.Plans;

/// <summary>Formats and stacks by the names that plans give them, remembered: the search asks for them with every plan.</summary>
public static class PlanFormats
{
    private static readonly ConcurrentDictionary<string, NumberFormat?> Formats = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, SoftwareStack?> Stacks = new(StringComparer.Ordinal);

    /// <summary>The format of a name; null where there is none.</summary>
    public static NumberFormat? Find(string name) => Formats.GetOrAdd(name, FormatCatalogue.Find);

    /// <summary>The format of a name that has been checked.</summary>
    public static NumberFormat Of(string name) => Find(name) ?? throw new ArgumentException($"there is no number format '{name}'");

    /// <summary>The software stack of a name; null where there is none.</summary>
    public static SoftwareStack? FindStack(string name) => Stacks.GetOrAdd(name, SoftwareCatalogue.Find);

    /// <summary>The software stack of a plan that has been checked.</summary>
    public static SoftwareStack Stack(Plan plan) =>
        FindStack(plan.Software) ?? throw new ArgumentException($"there is no stack '{plan.Software}'");
}

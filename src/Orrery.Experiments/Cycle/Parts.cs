using System.Text.Json;
using Orrery.Engine.Threads;
using Orrery.Gpu.Memory.Parts;
using Orrery.Gpu.Multiprocessor;

namespace Orrery.Experiments.Cycle;

/// <summary>
/// Parts of a simulated GPU by name: those of the simulator and those of plugins. The name is that of the type with dashes,
/// "greedy-then-oldest"; its initials, "gto", do as well.
/// </summary>
/// <param name="plugins">Types of a user's assemblies.</param>
internal sealed class Parts(IEnumerable<Type> plugins)
{
    private static readonly Type[] Sorts = [typeof(IWarpScheduler), typeof(IReplacementPolicy), typeof(IMemoryScheduler), typeof(INetwork), typeof(ThreadManager)];

    private readonly Type[] _known = [.. typeof(IWarpScheduler).Assembly.GetTypes(), .. plugins];

    /// <summary>Whether a type is a part of any sort.</summary>
    public static bool IsPart(Type type) => Array.Exists(Sorts, sort => IsPart(type, sort));

    /// <summary>The part of a sort and a name, or null with the names that there are.</summary>
    public Type? Find(Type sort, string name, out string[] names)
    {
        Type[] parts = [.. _known.Where(type => IsPart(type, sort)).OrderBy(type => type.Name, StringComparer.Ordinal)];
        names = [.. parts.SelectMany(NamesOf)];
        return Array.Find(parts, part => NamesOf(part).Contains(name, StringComparer.OrdinalIgnoreCase));
    }

    // Warp schedulers are structs, which are compiled into the issue loop.
    private static bool IsPart(Type type, Type sort) => type.IsAssignableTo(sort) && !type.IsAbstract && !type.IsGenericTypeDefinition
        && (sort == typeof(IWarpScheduler) ? type.IsValueType : type.GetConstructor([]) is not null);

    private static string[] NamesOf(Type type)
    {
        string name = JsonNamingPolicy.KebabCaseLower.ConvertName(type.Name);
        string initials = string.Concat(name.Split('-').Select(word => word[0]));
        return initials.Length > 1 ? [initials, name] : [name];
    }
}

using System.Text.Json;
using Orrery.Gpu.Multiprocessor;

namespace Orrery.Experiments.Cycle;

/// <summary>
/// Warp schedulers by name: those of the simulator and those of plugins. The name is that of the type with dashes,
/// "greedy-then-oldest"; its initials, "gto", do as well.
/// </summary>
internal static class WarpSchedulers
{
    private static readonly Type[] Own = [.. Among(typeof(IWarpScheduler).Assembly.GetTypes())];

    /// <summary>The schedulers among types: structs that can be compiled into the issue loop.</summary>
    public static IEnumerable<Type> Among(IEnumerable<Type> types) => types
        .Where(type => type.IsValueType && !type.IsGenericTypeDefinition && type.IsAssignableTo(typeof(IWarpScheduler)))
        .OrderBy(type => type.Name, StringComparer.Ordinal);

    /// <summary>The simulator's own and those of plugins.</summary>
    public static IReadOnlyList<Type> With(IEnumerable<Type> plugins) => [.. Own, .. plugins];

    /// <summary>The scheduler of a name or of initials, or null.</summary>
    public static Type? Find(IEnumerable<Type> known, string name) =>
        known.FirstOrDefault(type => NamesOf(type).Contains(name, StringComparer.OrdinalIgnoreCase));

    /// <summary>Name and initials.</summary>
    public static string[] NamesOf(Type type)
    {
        string name = JsonNamingPolicy.KebabCaseLower.ConvertName(type.Name);
        string initials = string.Concat(name.Split('-').Select(word => word[0]));
        return initials.Length > 1 ? [initials, name] : [name];
    }
}

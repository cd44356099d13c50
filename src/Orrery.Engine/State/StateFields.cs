using System.Collections.Concurrent;
using System.Reflection;

namespace Orrery.Engine.State;

/// <summary>Which fields of an object are its state: all but ports, other components, statistics and what is marked as none.</summary>
internal static class StateFields
{
    private static readonly ConcurrentDictionary<Type, FieldInfo[]> Known = new();

    internal static FieldInfo[] Of(Type type) => Known.GetOrAdd(type, Find);

    /// <summary>
    /// A class's readonly field of a plain value is a parameter: part of the hash, and equal before a snapshot is taken in. A readonly
    /// struct is replaced as a whole, so its fields are no parameters.
    /// </summary>
    internal static bool IsParameter(FieldInfo field) =>
        field.IsInitOnly && !field.DeclaringType!.IsValueType && (field.FieldType.IsValueType || field.FieldType == typeof(string));

    private static FieldInfo[] Find(Type type)
    {
        const BindingFlags own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        var fields = new List<FieldInfo>();
        for (Type? at = type; at is not null && at != typeof(Component) && at != typeof(object) && at != typeof(ValueType); at = at.BaseType)
        {
            // The order of declaration is not promised by reflection; the name's order is the same everywhere.
            fields.AddRange(at.GetFields(own).Where(IsState).OrderBy(field => field.Name, StringComparer.Ordinal));
        }
        return [.. fields];
    }

    private static bool IsState(FieldInfo field) =>
        !IsStructure(field.FieldType) && !field.IsDefined(typeof(NotStateAttribute)) && PropertyOf(field)?.IsDefined(typeof(NotStateAttribute)) != true;

    /// <summary>Ports, components and the like are how the model is built, not what it has come to.</summary>
    private static bool IsStructure(Type type)
    {
        Type item = type;
        while (item.IsArray) item = item.GetElementType()!;
        if (item.IsGenericType && item.GetGenericArguments() is [Type only] && typeof(System.Collections.IEnumerable).IsAssignableFrom(item)) item = only;
        return typeof(Port).IsAssignableFrom(item) || typeof(Component).IsAssignableFrom(item) || typeof(Scope).IsAssignableFrom(item)
            || typeof(Delegate).IsAssignableFrom(item) || item.IsDefined(typeof(NotStateAttribute), inherit: true);
    }

    private static PropertyInfo? PropertyOf(FieldInfo field) => field.Name.StartsWith('<')
        ? field.DeclaringType!.GetProperty(field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)],
            BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
        : null;
}

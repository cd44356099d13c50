using System.Runtime.CompilerServices;

namespace Orrery.Engine.State;

/// <summary>Which types can be written as plain data.</summary>
internal static class PlainTypes
{
    private static readonly HashSet<Type> Collections = [typeof(List<>), typeof(Queue<>), typeof(Stack<>), typeof(Dictionary<,>), typeof(SortedDictionary<,>), typeof(HashSet<>), typeof(SortedSet<>)];

    internal static bool IsCollection(Type type) => type.IsGenericType && Collections.Contains(type.GetGenericTypeDefinition());

    /// <summary>The type that a collection of this type yields.</summary>
    internal static Type ItemOf(Type collection)
    {
        Type[] of = collection.GetGenericArguments();
        return of.Length == 1 ? of[0] : typeof(KeyValuePair<,>).MakeGenericType(of);
    }

    /// <summary>Structs, and classes that a model wrote itself; nothing of the runtime's own classes.</summary>
    internal static bool IsPlain(Type type) =>
        type.IsValueType ? !type.IsPointer && !type.IsByRefLike
        : type.Assembly != typeof(object).Assembly && type.Namespace?.StartsWith("System", StringComparison.Ordinal) != true
            && !type.IsDefined(typeof(CompilerGeneratedAttribute), false) && !type.IsAbstract;
}

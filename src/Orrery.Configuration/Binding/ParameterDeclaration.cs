using System.Reflection;
using System.Text.Json;

namespace Orrery.Configuration.Binding;

/// <summary>One declared parameter: the property, its attribute, its key and how its kind of value is read.</summary>
internal sealed record ParameterDeclaration(
    PropertyInfo Property, ParameterAttribute Attribute, string Key, ValueKind Kind, Type Type)
{
    private static readonly Dictionary<Type, ParameterDeclaration[]> Known = [];

    /// <summary>For values under names of the file's own (<c>IReadOnlyDictionary</c>): how one value is read; null elsewhere.</summary>
    public ParameterDeclaration? Named { get; } = Values(Type) is { } value
        ? new(Property, Attribute, Key, ValueKind.Of(value), value) : null;

    /// <summary>The parameters that a class declares, in the order of its properties.</summary>
    public static ParameterDeclaration[] Of(Type type)
    {
        lock (Known)
        {
            if (!Known.TryGetValue(type, out ParameterDeclaration[]? declared))
            {
                Known[type] = declared =
                    [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(Declare).OfType<ParameterDeclaration>()];
            }

            return declared;
        }
    }

    private static ParameterDeclaration? Declare(PropertyInfo property)
    {
        if (property.GetCustomAttribute<ParameterAttribute>() is not { } attribute)
        {
            return null;
        }

        Type type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        string key = attribute.Key ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
        return new ParameterDeclaration(property, attribute, key, ValueKind.Of(type), type);
    }

    private static Type? Values(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>)
            ? type.GetGenericArguments()[1] : null;
}

using Orrery.Configuration.Documents;

namespace Orrery.Configuration.Binding;

/// <summary>Lists the parameters of a settings class, nested ones with dotted paths.</summary>
public static class ParameterList
{
    /// <summary>All parameters of the class, in the order of their declaration.</summary>
    public static IReadOnlyList<ParameterInfo> Of<T>() => Of(typeof(T));

    /// <summary>All parameters of a class that is known only while running, in the order of their declaration.</summary>
    public static IReadOnlyList<ParameterInfo> Of(Type type) => [.. Walk(type, "")];

    private static IEnumerable<ParameterInfo> Walk(Type type, string prefix)
    {
        foreach (ParameterDeclaration parameter in ParameterDeclaration.Of(type))
        {
            string path = prefix + parameter.Key;
            ParameterAttribute attribute = parameter.Attribute;
            bool nested = ParameterDeclaration.Of(parameter.Type).Length > 0;
            if (!nested)
            {
                yield return new ParameterInfo(path, parameter.Kind.Description, attribute.Default, attribute.Required,
                    RangeText.Of(parameter), attribute.Help);
            }

            Type? inside = nested ? parameter.Type : parameter.Type == typeof(Node) ? attribute.Shape : null;
            foreach (ParameterInfo inner in inside is null ? [] : Walk(inside, path + "."))
            {
                // The parts of a value that may also be a mere name are never asked for.
                yield return nested ? inner : inner with { Required = false };
            }
        }
    }
}

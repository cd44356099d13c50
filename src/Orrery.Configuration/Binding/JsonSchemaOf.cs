using System.Text.Json.Nodes;
using Orrery.Configuration.Documents;

namespace Orrery.Configuration.Binding;

/// <summary>Writes the JSON Schema of a settings class, so that an editor completes keys and marks mistakes.</summary>
public static class JsonSchemaOf
{
    /// <summary>The schema of a class with <see cref="ParameterAttribute"/>s, without the <c>$schema</c> line.</summary>
    public static JsonObject Class<T>() => Object(typeof(T), strict: true);

    /// <summary>The schema of a class that is known only while running.</summary>
    public static JsonObject Class(Type type) => Object(type, strict: true);

    private static JsonObject Object(Type type, bool strict)
    {
        JsonObject properties = [];
        JsonArray required = [];
        foreach (ParameterDeclaration parameter in ParameterDeclaration.Of(type))
        {
            properties[parameter.Key] = Property(parameter);
            if (strict && parameter.Attribute.Required)
            {
                required.Add((JsonNode)parameter.Key);
            }
        }

        JsonObject schema = new() { ["type"] = "object", ["additionalProperties"] = false, ["properties"] = properties };
        if (required.Count > 0)
        {
            schema["required"] = required;
        }

        return schema;
    }

    private static JsonObject Property(ParameterDeclaration parameter)
    {
        ParameterAttribute attribute = parameter.Attribute;
        JsonObject schema = Value(parameter.Type, parameter);
        schema["description"] = attribute.Help;
        if (attribute.Default is { } text)
        {
            schema["default"] = text;
        }

        if (attribute.Allowed is { } names)
        {
            schema["enum"] = new JsonArray([.. names.Select(name => (JsonNode)name)]);
        }

        return Bounded(schema, parameter);
    }

    private static JsonObject Bounded(JsonObject schema, ParameterDeclaration parameter)
    {
        if (parameter.Type == typeof(int) || parameter.Type == typeof(double))
        {
            Bound(schema, "minimum", parameter.Attribute.Min);
            Bound(schema, "maximum", parameter.Attribute.Max);
        }

        return schema;
    }

    private static void Bound(JsonObject schema, string key, double bound)
    {
        if (!double.IsNaN(bound))
        {
            schema[key] = bound;
        }
    }

    private static JsonObject Value(Type type, ParameterDeclaration parameter)
    {
        if (type == typeof(Node))
        {
            JsonObject mapping = parameter.Attribute.Shape is { } shape ? Object(shape, strict: false)
                : new JsonObject { ["type"] = "object" };
            (mapping["properties"] as JsonObject)?.Add(Overrides.PresetKey,
                new JsonObject { ["type"] = "string", ["description"] = "The name to start from" });
            return new JsonObject { ["anyOf"] = new JsonArray(new JsonObject { ["type"] = "string" }, mapping) };
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
        {
            Type item = type.GetGenericArguments()[0];
            return new JsonObject
            {
                ["type"] = "array",
                ["items"] = item == typeof(int) ? ValueKind.Of(item).Schema : item == typeof(string)
                ? new JsonObject { ["type"] = "string" } : Object(item, strict: true)
            };
        }

        if (parameter.Named is { } value)
        {
            return new JsonObject { ["type"] = "object", ["additionalProperties"] = Bounded(value.Kind.Schema, value) };
        }

        return ParameterDeclaration.Of(type).Length > 0 ? Object(type, strict: true) : parameter.Kind.Schema;
    }
}

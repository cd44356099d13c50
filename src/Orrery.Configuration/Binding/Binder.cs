using System.Collections;
using Orrery.Configuration.Documents;

namespace Orrery.Configuration.Binding;

/// <summary>
/// Turns a document into a settings object as its <see cref="ParameterAttribute"/>s declare, collecting every mistake.
/// </summary>
/// <param name="diagnostics">Takes what is wrong.</param>
public sealed class Binder(List<Diagnostic> diagnostics)
{
    /// <summary>Reads a mapping into a new object. Where something is wrong the object keeps its defaults there.</summary>
    /// <param name="map">What the file says.</param>
    /// <param name="path">Dotted path of the mapping, empty for the whole file.</param>
    public T Bind<T>(MapNode map, string path = "") where T : class, new() => (T)Bind(typeof(T), map, path);

    /// <summary>Reads a mapping into a new object of a class that is known only while running.</summary>
    public object Bind(Type type, MapNode map, string path = "")
    {
        object target = Activator.CreateInstance(type)!;
        ParameterDeclaration[] parameters = ParameterDeclaration.Of(type);
        HashSet<string> misspelt = [];
        foreach (MapEntry entry in map.Entries)
        {
            string entryPath = Join(path, entry.Key);
            if (Array.Find(parameters, known => known.Key == entry.Key) is { } parameter)
            {
                Set(target, parameter, entry, entryPath);
            }
            else
            {
                string[] keys = [.. parameters.Select(known => known.Key)];
                string? nearest = NearestName.Of(entry.Key, keys);
                _ = misspelt.Add(nearest ?? "");
                diagnostics.Add(new Diagnostic(entry.File, entry.Line, entryPath, "unknown key", Nearest: nearest,
                    Allowed: nearest is null ? string.Join(", ", keys) : null));
            }
        }

        foreach (ParameterDeclaration parameter in parameters)
        {
            // A misspelt key was meant to be there: one mistake, told once.
            if (map.Find(parameter.Key) is null && !misspelt.Contains(parameter.Key))
            {
                SetMissing(target, parameter, map, Join(path, parameter.Key));
            }
        }

        return target;
    }

    private static string Join(string path, string key) => path.Length == 0 ? key : path + "." + key;

    private void SetMissing(object target, ParameterDeclaration parameter, MapNode map, string path)
    {
        if (parameter.Attribute.Default is { } text)
        {
            // A default that does not read is a bug of the declaration; reading it like a user's value finds that in the first
            // test.
            Set(target, parameter, new MapEntry(parameter.Key, map.File, map.Line, new ScalarNode(map.File, map.Line, text)),
                path);
        }
        else if (parameter.Attribute.Required)
        {
            string help = parameter.Attribute.Help;
            string wanted = parameter.Type == typeof(Node) ? char.ToLowerInvariant(help[0]) + help[1..]
                : RangeText.Of(parameter) ?? parameter.Kind.Description;
            diagnostics.Add(new Diagnostic(map.File, map.Line, path, "is missing", Allowed: wanted));
        }
    }

    private void Set(object target, ParameterDeclaration parameter, MapEntry entry, string path)
    {
        object? value = Value(parameter, entry, path);
        if (value is not null)
        {
            parameter.Property.SetValue(target, value);
        }
    }

    private object? Value(ParameterDeclaration parameter, MapEntry entry, string path)
    {
        Type type = parameter.Type;
        if (entry.Value is ScalarNode { IsEmpty: true })
        {
            return Report(entry, path, "has no value", null, parameter.Kind.Description);
        }

        if (type == typeof(Node))
        {
            return entry.Value;
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
        {
            return Items(type.GetGenericArguments()[0], entry, path);
        }

        if (parameter.Named is { } value)
        {
            return ByName(value, entry, path);
        }

        if (ParameterDeclaration.Of(type).Length > 0)
        {
            return entry.Value is MapNode map ? Bind(type, map, path)
                : Report(entry, path, $"is a mapping, not {entry.Value.Noun}", Given(entry), KeysOf(type));
        }

        return entry.Value is ScalarNode scalar
            ? Single(parameter, entry, path, scalar.Text)
            : Report(entry, path, $"is a single value, not {entry.Value.Noun}", null,
                RangeText.Of(parameter) ?? parameter.Kind.Description);
    }

    private object? Single(ParameterDeclaration parameter, MapEntry entry, string path, string text)
    {
        object? value = parameter.Kind.Read(text, out string? problem, out string? allowed);
        if (problem is not null)
        {
            return Report(entry, path, problem, text, allowed ?? RangeText.Of(parameter) ?? parameter.Kind.Description);
        }

        if (parameter.Attribute.Allowed is { } names && !names.Contains(text))
        {
            diagnostics.Add(new Diagnostic(entry.File, entry.Line, path, "is none of the names known here", text,
                string.Join(", ", names), NearestName.Of(text, names)));
            return null;
        }

        if (RangeText.Complaint(parameter, value!) is { } complaint)
        {
            return Report(entry, path, complaint, text, RangeText.Of(parameter));
        }

        return value;
    }

    private IList? Items(Type itemType, MapEntry entry, string path)
    {
        if (entry.Value is not ListNode list)
        {
            _ = Report(entry, path, $"is a list, not {entry.Value.Noun}", Given(entry), "[a, b, ...]");
            return null;
        }

        IList items = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(itemType))!;
        foreach (Node node in list.Items)
        {
            object? item = node switch
            {
                MapNode map when ParameterDeclaration.Of(itemType).Length > 0 => Bind(itemType, map, path),
                ScalarNode scalar when itemType == typeof(string) => scalar.Text,
                ScalarNode scalar when itemType == typeof(int) => Number(scalar, entry, path),
                _ => Report(entry with { Line = node.Line }, path, $"has an item that is {node.Noun}", null,
                    itemType == typeof(string) || itemType == typeof(int) ? "single values" : "mappings"),
            };
            if (item is not null)
            {
                _ = items.Add(item);
            }
        }

        return items;
    }

    private object? Number(ScalarNode scalar, MapEntry entry, string path)
    {
        ValueKind kind = ValueKind.Of(typeof(int));
        object? value = kind.Read(scalar.Text, out string? problem, out _);
        return problem is null ? value
            : Report(entry with { Line = scalar.Line }, path, "has an item that " + problem, scalar.Text, kind.Description);
    }

    // Names are the file's own here, so each value is read as the declaration says and no key is unknown.
    private IDictionary? ByName(ParameterDeclaration value, MapEntry entry, string path)
    {
        if (entry.Value is not MapNode map)
        {
            _ = Report(entry, path, $"is a mapping of names, not {entry.Value.Noun}", Given(entry), "{name: value, ...}");
            return null;
        }

        IDictionary values = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), value.Type))!;
        foreach (MapEntry named in map.Entries)
        {
            if (Value(value, named, Join(path, named.Key)) is { } read)
            {
                values.Add(named.Key, read);
            }
        }

        return values;
    }

    private object? Report(MapEntry entry, string path, string problem, string? given, string? allowed)
    {
        diagnostics.Add(new Diagnostic(entry.Value.File, entry.Value is ScalarNode ? entry.Value.Line : entry.Line, path, problem,
            given, allowed));
        return null;
    }

    private static string? Given(MapEntry entry) => (entry.Value as ScalarNode)?.Text;

    private static string KeysOf(Type type) =>
        string.Join(", ", ParameterDeclaration.Of(type).Select(parameter => parameter.Key));
}

namespace Orrery.Configuration.Documents;

/// <summary>Applies settings such as <c>gpu.l2.size=64MiB</c> to a document before it is checked.</summary>
public static class Overrides
{
    /// <summary>The place that diagnostics of an override name.</summary>
    public const string Source = "--set";

    /// <summary>
    /// The key that a bare name moves to when one of its parts is overridden: <c>gpu: NAME</c> becomes <c>gpu: {preset: NAME,
    /// ...}</c>.
    /// </summary>
    public const string PresetKey = "preset";

    /// <summary>Applies the settings in order; a later one wins.</summary>
    public static MapNode Apply(MapNode document, IEnumerable<string> settings, List<Diagnostic> diagnostics)
    {
        foreach (string setting in settings)
        {
            int split = setting.IndexOf('=', StringComparison.Ordinal);
            string[] path = split < 0 ? [] : setting[..split].Trim().Split('.');
            if (path.Length == 0 || path.Any(string.IsNullOrWhiteSpace))
            {
                diagnostics.Add(new Diagnostic(Source, 0, "", "a setting is written as key.key=value", Given: setting));
                continue;
            }

            document = Set(document, path, Value(setting[(split + 1)..].Trim()));
        }

        return document;
    }

    // A list is written as in a file: [4, 8].
    private static Node Value(string text) => text is ['[', .. var items, ']']
        ? new ListNode(Source, 0, [.. items.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(item => new ScalarNode(Source, 0, item))])
        : new ScalarNode(Source, 0, text);

    private static MapNode Set(MapNode map, ReadOnlySpan<string> path, Node value)
    {
        if (path.Length == 1)
        {
            return map.With(new MapEntry(path[0], Source, 0, value));
        }

        Node? present = map.Find(path[0]);
        MapNode inner = present switch
        {
            MapNode known => known,
            ScalarNode { IsEmpty: false } name =>
                new MapNode(name.File, name.Line, [new MapEntry(PresetKey, name.File, name.Line, name)]),
            _ => new MapNode(Source, 0, []),
        };
        string key = path[0];
        MapEntry? old = map.Entries.FirstOrDefault(entry => entry.Key == key);
        return map.With(new MapEntry(key, old?.File ?? Source, old?.Line ?? 0, Set(inner, path[1..], value)));
    }

    /// <summary>One mapping laid over another: what the upper one says counts, mapping by mapping.</summary>
    public static MapNode Merge(MapNode lower, MapNode upper)
    {
        MapNode merged = lower;
        foreach (MapEntry entry in upper.Entries)
        {
            Node value = entry.Value is MapNode over && merged.Find(entry.Key) is MapNode under ? Merge(under, over)
                : entry.Value;
            merged = merged.With(entry with { Value = value });
        }

        return merged;
    }
}

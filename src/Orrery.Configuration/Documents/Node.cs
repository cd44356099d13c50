namespace Orrery.Configuration.Documents;

/// <summary>A value read from a file, which knows where it stood. YAML and JSON give the same tree.</summary>
/// <param name="File">The file as the user named it, or <c>--set</c>.</param>
/// <param name="Line">Line in the file, from 1; 0 where a line makes no sense.</param>
public abstract record Node(string File, int Line)
{
    /// <summary>What a person would call this kind of value: "a mapping", "a list", "a value".</summary>
    public abstract string Noun { get; }
}

/// <summary>A single value: text, number, true or false.</summary>
/// <param name="File">The file as the user named it.</param>
/// <param name="Line">Line in the file, from 1.</param>
/// <param name="Text">The text, without quotes.</param>
public sealed record ScalarNode(string File, int Line, string Text) : Node(File, Line)
{
    public override string Noun => "a value";

    /// <summary>True for a key that has nothing behind its colon, and for null.</summary>
    public bool IsEmpty => Text is "" or "~" or "null";
}

/// <summary>Values in a row.</summary>
/// <param name="File">The file as the user named it.</param>
/// <param name="Line">Line of the first item.</param>
/// <param name="Items">The values, in order.</param>
public sealed record ListNode(string File, int Line, IReadOnlyList<Node> Items) : Node(File, Line)
{
    public override string Noun => "a list";
}

/// <summary>Keys with values, in the order of the file. A key occurs once: the reader reports the second one.</summary>
/// <param name="File">The file as the user named it.</param>
/// <param name="Line">Line of the first key.</param>
/// <param name="Entries">Keys with their values.</param>
public sealed record MapNode(string File, int Line, IReadOnlyList<MapEntry> Entries) : Node(File, Line)
{
    public override string Noun => "a mapping of keys";

    /// <summary>The value of a key, or null.</summary>
    public Node? Find(string key)
    {
        foreach (MapEntry entry in Entries)
        {
            if (entry.Key == key)
            {
                return entry.Value;
            }
        }

        return null;
    }

    /// <summary>This mapping with one key set, in place where it exists and at the end where it does not.</summary>
    public MapNode With(MapEntry changed)
    {
        MapEntry[] entries = [.. Entries];
        int index = Array.FindIndex(entries, entry => entry.Key == changed.Key);
        return this with
        {
            Entries = index < 0 ? [.. entries, changed]
            : [.. entries[..index], changed, .. entries[(index + 1)..]]
        };
    }

    /// <summary>This mapping without one key.</summary>
    public MapNode Without(string key) => this with { Entries = [.. Entries.Where(entry => entry.Key != key)] };
}

/// <summary>One key of a mapping.</summary>
/// <param name="Key">The key.</param>
/// <param name="File">The file in which the key stands.</param>
/// <param name="Line">Line of the key.</param>
/// <param name="Value">The value behind it.</param>
public sealed record MapEntry(string Key, string File, int Line, Node Value);

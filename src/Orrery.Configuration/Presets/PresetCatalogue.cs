using System.Reflection;
using Orrery.Configuration.Documents;

namespace Orrery.Configuration.Presets;

/// <summary>Everything of one kind that comes with the program, one embedded YAML file each.</summary>
/// <typeparam name="T">What a file describes.</typeparam>
/// <param name="assembly">The assembly that holds the files.</param>
/// <param name="prefix">How the names of its resources begin.</param>
public sealed class PresetCatalogue<T>(Assembly assembly, string prefix)
    where T : class, IPreset, new()
{
    private readonly Lazy<Contents> _contents = new(() => new Contents(ReadAll(assembly, prefix)));

    /// <summary>All of them, by name.</summary>
    public IReadOnlyList<T> All => _contents.Value.All;

    /// <summary>Their names, in order.</summary>
    public IReadOnlyList<string> Names => _contents.Value.Names;

    /// <summary>The one of a name or alias; capitals, spaces and dashes make no difference. Null when there is none.</summary>
    public T? Find(string name) => _contents.Value.ByKey.GetValueOrDefault(Key(name))?.Value;

    /// <summary>The canonical name closest to a misspelt one, or null.</summary>
    public string? Nearest(string name) => NearestName.Of(name, _contents.Value.AllNames) is { } near ? Find(near)!.Name : null;

    /// <summary>The file of a name as a document, for laying changes over it; null when there is none.</summary>
    public MapNode? Document(string name) => _contents.Value.ByKey.GetValueOrDefault(Key(name))?.Document;

    // People write RTX 4090, RTX-4090, rtx_4090 and RTX4090.
    private static string Key(string name) =>
        string.Concat(name.Where(letter => letter is not (' ' or '-' or '_'))).ToUpperInvariant();

    private static List<Entry> ReadAll(Assembly assembly, string prefix)
    {
        List<Diagnostic> diagnostics = [];
        List<Entry> entries = [];
        foreach (string resource in assembly.GetManifestResourceNames().Where(name =>
            name.StartsWith(prefix, StringComparison.Ordinal) && name.EndsWith(".yaml", StringComparison.Ordinal)))
        {
            using StreamReader reader = new(assembly.GetManifestResourceStream(resource)!);
            if (YamlReader.Read(resource, reader.ReadToEnd(), diagnostics) is { } document)
            {
                entries.Add(new Entry(new Binding.Binder(diagnostics).Bind<T>(document), document));
            }
        }

        // What ships with the program is right, or the program is wrong.
        return diagnostics.Count == 0 ? entries : throw new InvalidOperationException(string.Join('\n', diagnostics));
    }

    private sealed record Entry(T Value, MapNode Document);

    private sealed class Contents
    {
        internal Contents(List<Entry> entries)
        {
            All = [.. entries.Select(entry => entry.Value).OrderBy(value => value.Name, StringComparer.Ordinal)];
            Names = [.. All.Select(value => value.Name)];
            AllNames = [.. All.SelectMany(NamesOf)];
            foreach (Entry entry in entries)
            {
                // Names that differ in a dash alone are one name.
                foreach (string key in NamesOf(entry.Value).Select(Key).Distinct())
                {
                    ByKey.Add(key, entry);
                }
            }
        }

        internal IReadOnlyList<T> All { get; }

        internal IReadOnlyList<string> Names { get; }

        internal IReadOnlyList<string> AllNames { get; }

        internal Dictionary<string, Entry> ByKey { get; } = [];

        private static IEnumerable<string> NamesOf(T value) => value.Aliases.Prepend(value.Name);
    }
}

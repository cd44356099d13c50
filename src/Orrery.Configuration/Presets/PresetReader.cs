using Orrery.Configuration.Binding;
using Orrery.Configuration.Documents;

namespace Orrery.Configuration.Presets;

/// <summary>
/// Resolves what a user writes where a preset is wanted: a catalogue name, a file, or a mapping that may start from a preset.
/// </summary>
/// <typeparam name="T">What is described.</typeparam>
/// <param name="catalogue">What ships with the program.</param>
/// <param name="noun">What it is called: "GPU", "number format".</param>
/// <param name="folder">The folder from which relative paths count: that of the file in which they stand.</param>
/// <param name="diagnostics">Takes what is wrong.</param>
public sealed class PresetReader<T>(PresetCatalogue<T> catalogue, string noun, string folder, List<Diagnostic> diagnostics)
    where T : class, IPreset, new()
{
    // A longer list hides the mistake.
    private const int MostNames = 24;

    /// <summary>What was meant, or null with diagnostics.</summary>
    /// <param name="node">What stands there.</param>
    /// <param name="path">Dotted path of the key, such as <c>gpu</c>.</param>
    public T? Read(Node node, string path)
    {
        int before = diagnostics.Count;
        T? value = Document(node, path) is { } document ? new Binder(diagnostics).Bind<T>(document, path) : null;
        return diagnostics.Count == before ? value : null;
    }

    /// <summary>The mapping that stands behind what a user wrote, or null with diagnostics.</summary>
    public MapNode? Document(Node node, string path)
    {
        switch (node)
        {
            case ScalarNode name:
                return Named(name, path);
            case MapNode map when map.Find(Overrides.PresetKey) is { } preset:
                MapNode? lower = Document(preset, path + "." + Overrides.PresetKey);
                return lower is null ? null : Overrides.Merge(lower, map.Without(Overrides.PresetKey));
            case MapNode map:
                return map;
            default:
                diagnostics.Add(new Diagnostic(node.File, node.Line, path,
                    $"is a {noun}'s name, a file or a mapping, not {node.Noun}"));
                return null;
        }
    }

    private MapNode? Named(ScalarNode name, string path)
    {
        if (catalogue.Document(name.Text) is { } known)
        {
            return known;
        }

        bool isFile = name.Text.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase)
            || name.Text.EndsWith(".yml", StringComparison.OrdinalIgnoreCase);
        if (!isFile)
        {
            string allowed = catalogue.Names.Count > MostNames ? $"a .yaml file or one of {catalogue.Names.Count} {noun}s, which 'orrery show {noun.ToLowerInvariant()}s' lists"
                : "a .yaml file, or " + string.Join(", ", catalogue.Names);
            diagnostics.Add(new Diagnostic(name.File, name.Line, path, $"there is no {noun} '{name.Text}'",
                Nearest: catalogue.Nearest(name.Text), Allowed: allowed));
            return null;
        }

        List<Diagnostic> problems = [];
        string file = Path.Combine(folder, name.Text);
        MapNode? document = TextFile.Read(file, problems) is { } text ? YamlReader.Read(file, text, diagnostics) : null;
        diagnostics.AddRange(problems.Select(problem =>
            new Diagnostic(name.File, name.Line, path, problem.Problem, file, null, problem.Nearest)));
        return document is not null && document.Find(Overrides.PresetKey) is not null
            ? new PresetReader<T>(catalogue, noun, Path.GetDirectoryName(file) ?? "", diagnostics).Document(document, path)
            : document;
    }
}

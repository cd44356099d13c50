using System.Text.Json.Nodes;
using Orrery.Configuration;
using Orrery.Configuration.Binding;
using Orrery.Configuration.Documents;

namespace Orrery.Experiments;

/// <summary>Reads experiment files of every kind.</summary>
public static class ExperimentFile
{
    private const string KindKey = "experiment";

    private static readonly IExperimentKind[] Known =
    [
        .. typeof(ExperimentFile).Assembly.GetTypes()
            .Where(type => type.IsClass && type.IsAssignableTo(typeof(IExperimentKind)))
            .Select(type => (IExperimentKind)Activator.CreateInstance(type)!)
            .OrderBy(kind => kind.Name, StringComparer.Ordinal),
    ];

    /// <summary>The kinds of experiment: what may stand behind <c>experiment:</c>.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [.. Known.Select(kind => kind.Name)];

    /// <summary>Reads, overrides, checks and resolves a file. All mistakes come back at once.</summary>
    /// <param name="path">The file, as the user named it.</param>
    /// <param name="overrides">Settings such as <c>gpu.l2.size=64MiB</c>, applied in order.</param>
    /// <param name="fidelity">A fidelity that goes before the file's, or null.</param>
    public static Loaded<IExperiment> Load(string path, IReadOnlyList<string>? overrides = null, string? fidelity = null) =>
        Load(path, new ExperimentChanges { Overrides = overrides ?? [], Fidelity = fidelity });

    /// <summary>Reads, changes, checks and resolves a file. All mistakes come back at once.</summary>
    /// <param name="path">The file, as the user named it.</param>
    /// <param name="changes">What the command line changes.</param>
    public static Loaded<IExperiment> Load(string path, ExperimentChanges changes)
    {
        List<Diagnostic> diagnostics = [];
        if (TextFile.Read(path, diagnostics) is not { } text || YamlReader.Read(path, text, diagnostics) is not { } document)
        {
            return Loaded.Failure<IExperiment>(diagnostics);
        }

        document = Overrides.Apply(document, changes.Overrides, diagnostics);
        document = changes.Entries(document).Aggregate(document, (changed, entry) => changed.With(entry));

        IExperimentKind? kind = KindOf(document, diagnostics);
        document = document.With(new MapEntry(KindKey, document.File, document.Line,
            new ScalarNode(document.File, document.Line, kind?.Name ?? "")));
        IExperiment? experiment = kind?.Read(document, new ExperimentSource(path, diagnostics));
        IEnumerable<Diagnostic> own = diagnostics.Where(problem => problem.File == path).OrderBy(problem => problem.Line);
        return Loaded.From(experiment, [.. own, .. diagnostics.Where(problem => problem.File != path)]);
    }

    /// <summary>All parameters of a kind, for a listing.</summary>
    public static IReadOnlyList<ParameterInfo> Parameters(string kind) => Known.First(known => known.Name == kind).Parameters;

    /// <summary>The JSON Schema of experiment files, for editors.</summary>
    public static JsonObject Schema() => new()
    {
        ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
        ["title"] = "Orrery experiment",
        ["oneOf"] = new JsonArray([.. Known.Select(kind => kind.Schema)]),
    };

    private static IExperimentKind? KindOf(MapNode document, List<Diagnostic> diagnostics)
    {
        Node? node = document.Find(KindKey);
        string? name = (node as ScalarNode)?.Text;
        IExperimentKind? kind = Array.Find(Known, known => known.Name == name);
        if (kind is null)
        {
            string allowed = string.Join(", ", Kinds);
            diagnostics.Add(node is null
                ? new Diagnostic(document.File, document.Line, KindKey, "is missing: the kind of experiment", Allowed: allowed,
                    Nearest: NearestKey(document))
                : new Diagnostic(node.File, node.Line, KindKey, "there is no such kind of experiment", name ?? node.Noun, allowed,
                    NearestName.Of(name ?? "", Kinds)));

            // The other mistakes of the file are still worth telling where there is a kind that it probably is.
            return name is null ? null : Array.Find(Known, known => known.Name == NearestName.Of(name, Kinds));
        }

        return kind;
    }

    private static string? NearestKey(MapNode document) =>
        document.Entries.Select(entry => entry.Key).FirstOrDefault(key => key.Length > 0
            && NearestName.Distance(key, KindKey) <= 3);
}

using Orrery.Configuration;
using Orrery.Configuration.Documents;

namespace Orrery.Workloads.Models;

/// <summary>
/// Resolves what a user writes behind <c>model:</c>: a catalogue name, a <c>config.json</c>, or a mapping that may start from a
/// preset.
/// </summary>
/// <param name="folder">The folder from which relative paths count: that of the file in which they stand.</param>
/// <param name="diagnostics">Takes what is wrong.</param>
public sealed class ModelReader(string folder, List<Diagnostic> diagnostics)
{
    private const string NameKey = "_name_or_path";

    private static readonly IConfigFamily[] Families =
    [
        .. typeof(ModelReader).Assembly.GetTypes()
            .Where(type => type.IsClass && type.IsAssignableTo(typeof(IConfigFamily)))
            .Select(type => (IConfigFamily)Activator.CreateInstance(type)!)
            .OrderBy(family => family.GetType().Name, StringComparer.Ordinal),
    ];

    /// <summary>The model with its complete configuration, or null with diagnostics.</summary>
    /// <param name="node">What stands there.</param>
    /// <param name="path">Dotted path of the key, such as <c>model</c>.</param>
    public ModelChoice? Read(Node node, string path)
    {
        int before = diagnostics.Count;
        ModelChoice? choice = Choose(node, path);
        return diagnostics.Count == before ? choice : null;
    }

    /// <summary>Reads the fields of one configuration.</summary>
    /// <param name="config">The fields.</param>
    /// <param name="name">Name of the model, where it is known better than the fields say.</param>
    /// <param name="path">Dotted path of the mapping, empty for a file of its own.</param>
    internal TransformerModel? ReadConfig(MapNode config, string name, string path)
    {
        int before = diagnostics.Count;
        ConfigFields fields = new(config, path, diagnostics);
        string type = fields.Text("model_type", "");
        IConfigFamily? family = Array.Find(Families, known => known.Types.Contains(type))
            ?? Array.Find(Families, known => known.Resembles(fields));
        if (family is null)
        {
            string[] types = [.. Families.SelectMany(known => known.Types)];
            diagnostics.Add(new Diagnostic(config.File, config.Line, "model_type",
                "the fields describe no model that is known here", type.Length > 0 ? type : null, string.Join(", ", types),
                NearestName.Of(type, types)));
            return null;
        }

        TransformerModel model = family.Read(name, type.Length > 0 ? type : family.Types[0], fields);
        return diagnostics.Count == before ? model : null;
    }

    private ModelChoice? Choose(Node node, string path)
    {
        switch (node)
        {
            case ScalarNode name:
                return ModelCatalogue.FindChoice(name.Text) ?? FromFile(name, path);
            case MapNode map:
                MapNode config = map;
                string title = (map.Find(NameKey) as ScalarNode)?.Text ?? "custom";
                if (map.Find(Overrides.PresetKey) is { } preset)
                {
                    if (Choose(preset, path + "." + Overrides.PresetKey) is not { } lower)
                    {
                        return null;
                    }

                    title = (map.Find(NameKey) as ScalarNode)?.Text ?? lower.Model.Name;
                    config = Overrides.Merge(lower.Config, map.Without(Overrides.PresetKey));
                    ReportUnknown(map, lower.Config, path);
                }

                return Choice(config, title, path);
            default:
                diagnostics.Add(new Diagnostic(node.File, node.Line, path,
                    $"is a model's name, a config.json or a mapping, not {node.Noun}"));
                return null;
        }
    }

    // A published file may hold anything, but a field that a user adds to a preset by hand is a slip when the preset has none
    // like it.
    private void ReportUnknown(MapNode changes, MapNode preset, string path)
    {
        string[] optional =
            ["head_dim", "attention_bias", "mlp_bias", "num_local_experts", "num_experts_per_tok", "num_key_value_heads",
            "q_lora_rank", "n_shared_experts", "first_k_dense_replace",
            "tie_word_embeddings", "n_inner", NameKey, Overrides.PresetKey];
        string[] known = [.. preset.Entries.Select(entry => entry.Key), .. optional];
        foreach (MapEntry entry in changes.Entries.Where(entry => !known.Contains(entry.Key)))
        {
            diagnostics.Add(new Diagnostic(entry.File, entry.Line, path + "." + entry.Key, "unknown key",
                Nearest: NearestName.Of(entry.Key, known)));
        }
    }

    private ModelChoice? FromFile(ScalarNode name, string path)
    {
        string file = Path.Combine(folder, name.Text);
        if (Directory.Exists(file) && File.Exists(Path.Combine(file, "config.json")))
        {
            file = Path.Combine(file, "config.json");
        }

        bool looksLikeFile = name.Text.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || name.Text.StartsWith('.')
            || Path.IsPathRooted(name.Text) || File.Exists(file);
        if (!looksLikeFile)
        {
            string allowed = "a config.json, or " + string.Join(", ", ModelCatalogue.All.Select(model => model.Name));
            diagnostics.Add(new Diagnostic(name.File, name.Line, path, $"there is no model '{name.Text}'",
                Nearest: ModelCatalogue.Nearest(name.Text), Allowed: allowed));
            return null;
        }

        List<Diagnostic> problems = [];
        string? text = TextFile.Read(file, problems);
        diagnostics.AddRange(problems.Select(problem =>
            new Diagnostic(name.File, name.Line, path, problem.Problem, file, null, problem.Nearest)));
        return text is not null && JsonReader.Read(file, text, diagnostics) is { } config ? Choice(config, NameOf(file), "")
            : null;
    }

    private ModelChoice? Choice(MapNode config, string name, string path) =>
        ReadConfig(config, name, path) is { } model
            ? new ModelChoice(model, config.With(new MapEntry(NameKey, config.File, 0, new ScalarNode(config.File, 0, name))))
            : null;

    internal static string NameOf(string file)
    {
        string stem = Path.GetFileNameWithoutExtension(file);
        return stem == "config" ? Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(file))) ?? stem : stem;
    }
}

/// <summary>A model and the fields that it was read from.</summary>
/// <param name="Model">The model.</param>
/// <param name="Config">All fields, with changes applied.</param>
public sealed record ModelChoice(TransformerModel Model, MapNode Config)
{
    /// <summary>Other models of the same sizes, such as later versions with other weights.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];
}

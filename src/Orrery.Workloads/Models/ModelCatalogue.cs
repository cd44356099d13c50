using Orrery.Configuration;
using Orrery.Configuration.Documents;

namespace Orrery.Workloads.Models;

/// <summary>The models that come with the program, each an embedded <c>config.json</c> with the published fields.</summary>
public static class ModelCatalogue
{
    private const string Prefix = "Orrery.Workloads.Presets.";
    private const string AliasesKey = "_aliases";

    private static readonly Lazy<IReadOnlyList<ModelChoice>> Choices = new(ReadAll);

    /// <summary>All models, by name.</summary>
    public static IReadOnlyList<TransformerModel> All => [.. Choices.Value.Select(choice => choice.Model)];

    /// <summary>
    /// Finds a model by name or published name, capitals and small letters being equal; null when there is none.
    /// </summary>
    public static TransformerModel? Find(string name) => FindChoice(name)?.Model;

    /// <summary>The name closest to a misspelt one, or null.</summary>
    public static string? Nearest(string name) => NearestName.Of(name, Choices.Value.SelectMany(Names)) is { } near
        ? Find(near)!.Name : null;

    /// <summary>Reads a <c>config.json</c> as Hugging Face publishes it, or a folder that holds one.</summary>
    public static Loaded<TransformerModel> Load(string path)
    {
        List<Diagnostic> diagnostics = [];
        string inside = Path.Combine(path, "config.json");
        string file = Directory.Exists(path) && File.Exists(inside) ? inside : path;
        TransformerModel? model = TextFile.Read(file, diagnostics) is { } text
            && JsonReader.Read(file, text, diagnostics) is { } config
            ? new ModelReader("", diagnostics).ReadConfig(config, ModelReader.NameOf(file), "")
            : null;
        return Loaded.From(model, diagnostics);
    }

    /// <summary>
    /// Finds a model by any of its names as tables spell it: only letters and digits count. Null when there is none.
    /// </summary>
    public static TransformerModel? FindSpelt(string name) =>
        Choices.Value.FirstOrDefault(choice => Names(choice).Any(known => Key(known) == Key(name)))?.Model;

    private static string Key(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToUpperInvariant();

    internal static ModelChoice? FindChoice(string name) =>
        Choices.Value.FirstOrDefault(choice => Names(choice).Contains(name.Trim(), StringComparer.OrdinalIgnoreCase));

    private static IEnumerable<string> Names(ModelChoice choice)
    {
        string published = ((ScalarNode)choice.Config.Find("_name_or_path")!).Text;
        return [choice.Model.Name, published, published[(published.IndexOf('/', StringComparison.Ordinal) + 1)..], .. choice.Aliases];
    }

    private static List<ModelChoice> ReadAll()
    {
        System.Reflection.Assembly assembly = typeof(ModelCatalogue).Assembly;
        List<Diagnostic> diagnostics = [];
        List<ModelChoice> choices = [];
        foreach (string resource in assembly.GetManifestResourceNames().Where(name =>
            name.EndsWith(".json", StringComparison.Ordinal)))
        {
            using StreamReader reader = new(assembly.GetManifestResourceStream(resource)!);
            string name = resource[Prefix.Length..^".json".Length];
            if (JsonReader.Read(resource, reader.ReadToEnd(), diagnostics) is { } config
                && new ModelReader("", diagnostics).ReadConfig(config, name, "") is { } model)
            {
                IEnumerable<Node> others = (config.Find(AliasesKey) as ListNode)?.Items ?? [];
                choices.Add(new ModelChoice(model, config.Without(AliasesKey))
                { Aliases = [.. others.OfType<ScalarNode>().Select(other => other.Text)] });
            }
        }

        // What ships with the program is right, or the program is wrong.
        return diagnostics.Count == 0
            ? [.. choices.OrderBy(choice => choice.Model.Name, StringComparer.Ordinal)]
            : throw new InvalidOperationException(string.Join('\n', diagnostics));
    }
}

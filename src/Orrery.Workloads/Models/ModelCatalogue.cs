using Orrery.Configuration;

namespace Orrery.Workloads.Models;

/// <summary>The models that come with the program, each an embedded <c>config.json</c> with the published fields.</summary>
public static class ModelCatalogue
{
    /// <summary>All models, by name.</summary>
    public static IReadOnlyList<TransformerModel> All => throw new NotImplementedException();

    /// <summary>Finds a model by name or alias, capitals and small letters being equal; null when there is none.</summary>
    public static TransformerModel? Find(string name) => throw new NotImplementedException();

    /// <summary>The name closest to a misspelt one, or null.</summary>
    public static string? Nearest(string name) => throw new NotImplementedException();

    /// <summary>Reads a <c>config.json</c> as Hugging Face publishes it.</summary>
    public static Loaded<TransformerModel> Load(string path) => throw new NotImplementedException();
}

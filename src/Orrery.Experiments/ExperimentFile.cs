using System.Text.Json.Nodes;
using Orrery.Configuration;
using Orrery.Configuration.Binding;

namespace Orrery.Experiments;

/// <summary>Reads experiment files of every kind.</summary>
public static class ExperimentFile
{
    /// <summary>Reads, overrides, checks and resolves a file. All mistakes come back at once.</summary>
    /// <param name="path">The file, as the user named it.</param>
    /// <param name="overrides">Settings such as <c>gpu.l2.size=64MiB</c>, applied in order.</param>
    /// <param name="fidelity">A fidelity that goes before the file's, or null.</param>
    public static Loaded<IExperiment> Load(string path, IReadOnlyList<string>? overrides = null, string? fidelity = null) =>
        throw new NotImplementedException();

    /// <summary>The kinds of experiment: what may stand behind <c>experiment:</c>.</summary>
    public static IReadOnlyList<string> Kinds => throw new NotImplementedException();

    /// <summary>All parameters of a kind, for a listing.</summary>
    public static IReadOnlyList<ParameterInfo> Parameters(string kind) => throw new NotImplementedException();

    /// <summary>The JSON Schema of experiment files, for editors.</summary>
    public static JsonObject Schema() => throw new NotImplementedException();
}

using System.Text.Json.Nodes;
using Orrery.Configuration.Binding;
using Orrery.Configuration.Documents;

namespace Orrery.Experiments;

/// <summary>A kind of experiment. A new kind is a class that implements this; nothing is registered anywhere.</summary>
internal interface IExperimentKind
{
    /// <summary>What stands behind <c>experiment:</c>.</summary>
    string Name { get; }

    /// <summary>All parameters.</summary>
    IReadOnlyList<ParameterInfo> Parameters { get; }

    /// <summary>The JSON Schema of its files.</summary>
    JsonObject Schema { get; }

    /// <summary>Reads and resolves a document, reporting every mistake; null when there is one.</summary>
    IExperiment? Read(MapNode document, ExperimentSource source);
}

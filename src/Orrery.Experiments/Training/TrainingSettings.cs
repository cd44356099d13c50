using Orrery.Configuration.Binding;
using Orrery.Configuration.Documents;
using Orrery.Training.Clusters;
using Orrery.Training.Plans;

namespace Orrery.Experiments.Training;

/// <summary>What the file of a training experiment says.</summary>
internal sealed record TrainingSettings
{
    [Parameter("Kind of experiment: one training step of a model on a cluster", Required = true, Allowed = ["training"])]
    public string Experiment { get; init; } = "training";

    [Parameter("A model's catalogue name, the path of a config.json, or a mapping with its fields", Required = true)]
    public Node? Model { get; init; }

    [Parameter("How the model is trained on the cluster", Required = true)]
    public Plan Plan { get; init; } = new();

    [Parameter("How closely operators are modelled", Default = "analytic")]
    public string Fidelity { get; init; } = "analytic";

    [Parameter("Whether a plan that does not fit into memory is refused", Default = "true")]
    public bool CheckMemory { get; init; } = true;

    [Parameter("Whether the step is asked again with one thing improved at a time", Default = "true")]
    public bool Improvements { get; init; } = true;

    [Parameter("Ranks in trace.json: stages (one of each pipeline stage, in the first replica), all, or numbers such as 0-7,64", Default = "stages")]
    public string TraceRanks { get; init; } = "stages";

    [Parameter("The part of the step that trace.json shows; all of it where left out")]
    public TraceWindow? TraceWindow { get; init; }

    [Parameter("Assemblies, or folders of built projects, that hold pipeline schedules of one's own")]
    public IReadOnlyList<string>? Plugins { get; init; }

    /// <summary>Last, because its own keys and those of its GPU make a long list.</summary>
    [Parameter("A cluster's catalogue name, the path of a .yaml file, or a mapping, such as {preset: dgx-a100, nodes: 16}", Required = true,
        Shape = typeof(ClusterSettings))]
    public Node? Cluster { get; init; }
}

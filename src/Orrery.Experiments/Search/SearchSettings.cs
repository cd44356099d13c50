using Orrery.Configuration.Binding;
using Orrery.Configuration.Documents;
using Orrery.Training.Clusters;
using Orrery.Training.Plans;

namespace Orrery.Experiments.Search;

/// <summary>What the file of a search says.</summary>
internal sealed record SearchSettings
{
    [Parameter("Kind of experiment: the best plan to train a model on a cluster", Required = true, Allowed = ["search"])]
    public string Experiment { get; init; } = "search";

    [Parameter("A model's catalogue name, the path of a config.json, or a mapping with its fields", Required = true)]
    public Node? Model { get; init; }

    [Parameter("A cluster's catalogue name, the path of a .yaml file, or a mapping, such as {preset: dgx-a100, nodes: 16}", Required = true,
        Shape = typeof(ClusterSettings))]
    public Node? Cluster { get; init; }

    [Parameter("What all plans have in common; a degree that stands here and not in the space is not varied", Required = true)]
    public Plan Plan { get; init; } = new();

    [Parameter("What is varied, and over which values")]
    public SpaceSettings Space { get; init; } = new();

    [Parameter("What the best plan has least of: step_time, or gpu_time (time of a step times its GPUs)", Default = "step_time",
        Allowed = ["step_time", "gpu_time"])]
    public string Objective { get; init; } = "step_time";

    [Parameter("How many of the best plans are wanted, proven in their order; 0 for all that can run", Default = "20", Min = 0, Max = 10000000)]
    public int Best { get; init; } = 20;

    [Parameter("How closely operators are modelled", Default = "analytic")]
    public string Fidelity { get; init; } = "analytic";
}

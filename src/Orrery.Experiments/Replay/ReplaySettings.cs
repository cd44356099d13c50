using Orrery.Configuration.Binding;
using Orrery.Configuration.Documents;
using Orrery.Experiments.Training;
using Orrery.Training.Clusters;
using Orrery.Training.Traces;

namespace Orrery.Experiments.Replay;

/// <summary>What the file of a replay says, with the options of the replay as keys of their own.</summary>
internal sealed record ReplaySettings : ReplayOptions
{
    [Parameter("Kind of experiment: MLCommons Chakra execution traces, one a rank, replayed on a cluster", Required = true, Allowed = ["replay"])]
    public string Experiment { get; init; } = "replay";

    [Parameter("The traces: a folder that holds those of one run, or what stands before .0.et in their names", Required = true)]
    public string Traces { get; init; } = "";

    [Parameter("How closely collectives and messages are modelled", Default = "analytic")]
    public string Fidelity { get; init; } = "analytic";

    [Parameter("Ranks in trace.json: first (the first 16), all, or numbers such as 0-7,64", Default = "first")]
    public string TraceRanks { get; init; } = "first";

    [Parameter("The part of the step that trace.json shows; all of it where left out")]
    public TraceWindow? TraceWindow { get; init; }

    /// <summary>Last, because its own keys and those of its GPU make a long list.</summary>
    [Parameter("A cluster's catalogue name, the path of a .yaml file, or a mapping, such as {preset: dgx-a100, nodes: 16}", Required = true,
        Shape = typeof(ClusterSettings))]
    public Node? Cluster { get; init; }
}

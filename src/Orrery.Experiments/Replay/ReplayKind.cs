using System.Text.Json.Nodes;
using Orrery.Configuration;
using Orrery.Configuration.Binding;
using Orrery.Configuration.Documents;
using Orrery.CostModels;
using Orrery.Training.Clusters;
using Orrery.Training.Traces;
using Orrery.Training.Traces.Replaying;

namespace Orrery.Experiments.Replay;

/// <summary>Reads replays of execution traces.</summary>
internal sealed class ReplayKind : IExperimentKind
{
    private const string TracesKey = "traces";

    // Nothing of a replay is simulated cycle by cycle.
    private static readonly string[] Known = [.. Fidelities.Names.Where(name => name != Fidelities.Cycle)];

    public string Name => "replay";

    public IReadOnlyList<ParameterInfo> Parameters => ParameterList.Of<ReplaySettings>();

    public JsonObject Schema => JsonSchemaOf.Class<ReplaySettings>();

    /// <summary>
    /// Whether traces can be replayed at all (whether no nodes wait for each other across ranks) shows only where they are replayed. So they are
    /// replayed here, that a file of which this is wrong is refused with all its other mistakes, and the experiment keeps what came out.
    /// </summary>
    public IExperiment? Read(MapNode document, ExperimentSource source)
    {
        List<Diagnostic> found = source.Diagnostics;
        ReplaySettings settings = new Binder(found).Bind<ReplaySettings>(document);
        Cluster? cluster = settings.Cluster is null ? null : new ClusterReader(source.Folder, found).Read(settings.Cluster, "cluster");
        IOperatorCost? cost = Known.Contains(settings.Fidelity) ? Fidelities.Find(settings.Fidelity) : null;
        if (cost is null)
        {
            Complain("fidelity", "there is no such fidelity for a replay", settings.Fidelity, string.Join(", ", Known),
                NearestName.Of(settings.Fidelity, Known));
        }

        if (cluster is null || settings.Traces.Length == 0)
        {
            return null;
        }

        IReadOnlyList<int> shown = ReplayedRanks.Read(settings.TraceRanks, cluster.Gpus, out string? problem);
        if (problem is not null)
        {
            Complain("trace_ranks", problem, settings.TraceRanks, ReplayedRanks.Allowed);
        }

        string path = Path.Combine(source.Folder, settings.Traces);
        Loaded<ReplayResult> replay = TraceReplay.Run(path, cluster, settings with { Recorded = shown }, cost);
        foreach (Diagnostic mistake in replay.Diagnostics)
        {
            // What is wrong with the traces as a whole, or with an option, is told where the file says it.
            string key = mistake.Key.Length == 0 && mistake.File == path ? TracesKey : mistake.Key;
            found.Add(mistake.File == path && document.Find(key == TracesKey ? key : "format") is { } at
                ? mistake with { File = at.File, Line = at.Line, Key = key, Given = mistake.Given ?? (at as ScalarNode)?.Text }
                : mistake);
        }

        if (replay.Value is { } step && settings.TraceWindow is { } window && window.Misses(step.StepSeconds) is { } late)
        {
            Node at = (document.Find("trace_window") as MapNode)?.Find("start") ?? document;
            found.Add(new Diagnostic(at.File, at.Line, "trace_window.start", late, $"{window.Start}"));
        }

        return found.Count > 0 ? null
            : new ReplayExperiment(source, settings with { Traces = Path.GetFullPath(path) }, replay.Value!, shown);

        void Complain(string key, string wrong, string? given, string? allowed, string? nearest = null)
        {
            Node at = document.Find(key) ?? document;
            found.Add(new Diagnostic(at.File, at.Line, key, wrong, given, allowed, nearest));
        }
    }
}

using System.Text.Json.Nodes;
using Orrery.Configuration;
using Orrery.Configuration.Binding;
using Orrery.Configuration.Documents;
using Orrery.CostModels;
using Orrery.CostModels.Constants;
using Orrery.Training.Clusters;
using Orrery.Training.Plans;
using Orrery.Training.Search;
using Orrery.Workloads.Models;

namespace Orrery.Experiments.Search;

/// <summary>Reads searches.</summary>
internal sealed class SearchKind : IExperimentKind
{
    // Cycle by cycle, the operators of one layer take minutes.
    private static readonly string[] Known = [.. Fidelities.Names.Where(name => name != Fidelities.Cycle)];

    // What a search does not vary is checked before it starts.
    private static readonly string[] Common = ["plan.software", "plan.format", "software", "format"];

    public string Name => "search";

    public IReadOnlyList<ParameterInfo> Parameters => ParameterList.Of<SearchSettings>();

    public JsonObject Schema => JsonSchemaOf.Class<SearchSettings>();

    public IExperiment? Read(MapNode document, ExperimentSource source)
    {
        List<Diagnostic> found = source.Diagnostics;
        SearchSettings settings = new Binder(found).Bind<SearchSettings>(document);
        ModelChoice? choice = settings.Model is null ? null : new ModelReader(source.Folder, found).Read(settings.Model, "model");
        Cluster? cluster = settings.Cluster is null ? null : new ClusterReader(source.Folder, found).Read(settings.Cluster, "cluster");
        IOperatorCost? cost = Known.Contains(settings.Fidelity) ? Fidelities.Find(settings.Fidelity) : null;
        if (cost is null)
        {
            Complain("fidelity", "there is no such fidelity for a whole step", settings.Fidelity, string.Join(", ", Known), NearestName.Of(settings.Fidelity, Known));
        }

        foreach (HardwareGpu gpu in cluster?.Groups.Select(group => group.Gpu) ?? [])
        {
            found.AddRange(GpuCalibration.Mistakes(gpu, source.File));
        }

        if (choice is null || cluster is null)
        {
            return null;
        }

        if (choice.Model.Vocabulary == 0)
        {
            Complain("model", $"{choice.Model.Name} is no language model: it has no vocabulary", null, null);
        }

        PlanSpace space = new SpaceReader(document, settings, found).Read(choice.Model, cluster);
        Plan one = settings.Plan with { Tensor = 1, Pipeline = 1, Context = 1, Expert = 1, Data = 0, VirtualStages = 1, Schedule = "1f1b" };
        found.AddRange(PlanCheck.All(choice.Model, cluster, one, source: document.Find("plan") as MapNode).Where(mistake => Common.Contains(mistake.Key)));
        return found.Count > 0 ? null : new SearchExperiment(source, settings, choice, cluster, space, cost!);

        void Complain(string key, string problem, string? given, string? allowed, string? nearest = null)
        {
            Node at = document.Find(key) ?? document;
            found.Add(new Diagnostic(at.File, at.Line, key, problem, given, allowed, nearest));
        }
    }
}

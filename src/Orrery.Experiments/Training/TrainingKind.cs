using System.Text.Json.Nodes;
using Orrery.Configuration;
using Orrery.Configuration.Binding;
using Orrery.Configuration.Documents;
using Orrery.CostModels;
using Orrery.CostModels.Constants;
using Orrery.Training;
using Orrery.Training.Clusters;
using Orrery.Training.Plans;
using Orrery.Training.Schedules;
using Orrery.Workloads.Models;

namespace Orrery.Experiments.Training;

/// <summary>Reads training experiments.</summary>
internal sealed class TrainingKind : IExperimentKind
{
    // Cycle by cycle, the operators of one layer take minutes.
    private static readonly string[] Known = [.. Fidelities.Names.Where(name => name != Fidelities.Cycle)];

    public string Name => "training";

    public IReadOnlyList<ParameterInfo> Parameters => ParameterList.Of<TrainingSettings>();

    public JsonObject Schema => JsonSchemaOf.Class<TrainingSettings>();

    public IExperiment? Read(MapNode document, ExperimentSource source)
    {
        List<Diagnostic> found = source.Diagnostics;
        TrainingSettings settings = new Binder(found).Bind<TrainingSettings>(document);
        bool planRead = found.All(mistake => mistake.Key.Split('.')[0] != "plan");
        ModelChoice? choice = settings.Model is null ? null : new ModelReader(source.Folder, found).Read(settings.Model, "model");
        Cluster? cluster = settings.Cluster is null ? null : new ClusterReader(source.Folder, found).Read(settings.Cluster, "cluster");
        string[] plugins = [.. (settings.Plugins ?? []).Select(path => Path.GetFullPath(Path.Combine(source.Folder, path)))];
        ScheduleReader schedules = new(source, document);
        IPipelineSchedule? schedule = schedules.Read(settings.Plan.Schedule, plugins, out string? table);
        IOperatorCost? cost = Known.Contains(settings.Fidelity) ? Fidelities.Find(settings.Fidelity) : null;
        if (cost is null)
        {
            Complain("fidelity", "there is no such fidelity for a whole step", settings.Fidelity, string.Join(", ", Known),
                NearestName.Of(settings.Fidelity, Known));
        }

        foreach (HardwareGpu gpu in cluster?.Groups.Select(group => group.Gpu) ?? [])
        {
            found.AddRange(GpuCalibration.Mistakes(gpu, source.File));
        }

        if (choice is null || cluster is null || cost is null || !planRead)
        {
            return null;
        }

        // A table keeps its text in the file that is written out, and gives its name to everything else.
        Plan plan = (schedule is null ? settings.Plan : settings.Plan with { Schedule = schedule.Name }).For(cluster.Gpus);
        CheckModel(choice.Model, plan);
        if (table is null || schedule is not null)
        {
            found.AddRange(schedules.WithOwnNames(PlanCheck.All(
                choice.Model, cluster, settings.Plan with { Schedule = plan.Schedule }, schedule, document.Find("plan") as MapNode)));
        }

        IReadOnlyList<int>? traced = TracedRanks.Read(settings.TraceRanks, plan, out string? problem);
        if (problem is not null)
        {
            Complain("trace_ranks", problem, settings.TraceRanks, TracedRanks.Allowed);
        }

        TrainingSimulator simulator = new(cost);
        if (found.Count == 0 && settings.CheckMemory && new MemoryCheck(simulator, choice.Model, cluster, schedule).Problem(plan) is { } tooBig)
        {
            Complain("plan", tooBig, null, null);
        }

        // The step is short work, and what it costs is remembered for the run.
        if (found.Count == 0 && settings.TraceWindow is { Start.Seconds: > 0 } window
            && window.Misses(simulator.Run(choice.Model, cluster, plan, schedule).StepSeconds) is { } late)
        {
            Complain("trace_window.start", late, $"{window.Start}", null);
        }

        TrainingSettings resolved = settings with { Plugins = plugins, Plan = settings.Plan with { Schedule = table ?? settings.Plan.Schedule } };
        return found.Count > 0 ? null
            : new TrainingExperiment(source, resolved, choice, cluster, plan, schedule, simulator, traced!);

        void Complain(string key, string problem, string? given, string? allowed, string? nearest = null)
        {
            (string file, int line) = PlaceOf(document, key);
            found.Add(new Diagnostic(file, line, key, problem, given, allowed, nearest));
        }

        void CheckModel(TransformerModel model, Plan plan)
        {
            if (model.Vocabulary == 0)
            {
                Complain("model", $"{model.Name} is no language model: it has no vocabulary", null, null);
            }

            if (model.LearnedPositions > 0 && plan.Sequence > model.LearnedPositions)
            {
                Complain("plan.sequence", $"{model.Name} has learned positions for {model.LearnedPositions} tokens only", $"{plan.Sequence}",
                    $"1 to {model.LearnedPositions}");
            }
        }
    }

    // Where a key stands; the line of the mapping that lacks it where it was left out.
    private static (string File, int Line) PlaceOf(MapNode document, string key)
    {
        MapNode map = document;
        (string File, int Line) place = (document.File, document.Line);
        foreach (string part in key.Split('.'))
        {
            if (map.Entries.FirstOrDefault(entry => entry.Key == part) is not { } entry)
            {
                break;
            }

            place = (entry.File, entry.Line);
            map = entry.Value as MapNode ?? new MapNode(entry.File, entry.Line, []);
        }

        return place;
    }
}

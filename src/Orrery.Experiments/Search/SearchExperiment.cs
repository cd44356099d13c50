using System.Globalization;
using Orrery.Configuration;
using Orrery.Configuration.Documents;
using Orrery.CostModels;
using Orrery.Experiments.Training;
using Orrery.Training;
using Orrery.Training.Clusters;
using Orrery.Training.Results;
using Orrery.Training.Search;
using Orrery.Training.Timelines;
using Orrery.Workloads.Models;

namespace Orrery.Experiments.Search;

/// <summary>The best plan to train a model on a cluster.</summary>
public sealed class SearchExperiment : IExperiment
{
    private readonly SearchSettings _settings;
    private readonly ModelChoice _choice;
    private readonly IOperatorCost _cost;
    private readonly string _folder;

    internal SearchExperiment(
        ExperimentSource source, SearchSettings settings, ModelChoice choice, Cluster cluster, PlanSpace space, IOperatorCost cost)
    {
        (Name, File, _folder) = (source.Name, source.File, source.Folder);
        (_settings, _choice, Cluster, Space, _cost) = (settings, choice, cluster, space, cost);
    }

    public string Kind => "search";

    public string Name { get; }

    public string File { get; }

    public int Seed => Space.Common.Seed;

    /// <summary>What is trained.</summary>
    public TransformerModel Model => _choice.Model;

    /// <summary>Where.</summary>
    public Cluster Cluster { get; }

    /// <summary>The plans to choose from.</summary>
    public PlanSpace Space { get; }

    public string ResolvedYaml
    {
        get
        {
            Dictionary<string, object> resolved = new()
            {
                ["model"] = _choice.Config.With(new MapEntry("_name_or_path", File, 0, new ScalarNode(File, 0, Model.Name))),
                ["cluster"] = ResolvedCluster.Of(_settings.Cluster!, _folder),
                ["space"] = Written(),
            };
            return $"# Every value of this run, as resolved from {Path.GetFileName(File)}. It loads again as the same experiment.\n"
                + Configuration.Binding.ResolvedYaml.Write(_settings, resolved);
        }
    }

    /// <summary>Searches; where it is stopped, the result says that it is not complete.</summary>
    /// <exception cref="ExperimentException">No plan of the space can run.</exception>
    public ExperimentResult Run(IProgress<RunProgress>? progress = null, RunHow? how = null, CancellationToken cancellation = default)
    {
        SearchOptions options = new()
        {
            Keep = _settings.Best,
            Objective = _settings.Objective == "gpu_time" ? Objective.GpuTime : Objective.StepTime,
            Threads = (how ?? new RunHow()).Threads,
            Progress = progress is null ? null : new Told(progress),
        };
        SearchOutcome outcome = new PlanSearch(new TrainingSimulator(_cost), Model, Cluster, Space).Run(options, cancellation);
        if (outcome.Best.Count == 0)
        {
            throw outcome.Complete ? new ExperimentException([.. NoPlan(outcome)]) : new OperationCanceledException(cancellation);
        }

        StepResult best = outcome.Best[0].Result!;
        return new SearchResult
        {
            Kind = Kind,
            Name = Name,
            TimeSeconds = best.StepSeconds,
            Flops = best.HardwareFlops,
            Bytes = best.Timelines.Sum(line => line.Devices * line.Sent.Sum(message => message.Bytes)),
            Outcome = outcome,
            Objective = options.Objective,
            Fidelity = _settings.Fidelity,
            Notes = [.. TrainingNotes.Of(best)],
        };
    }

    private IEnumerable<Diagnostic> NoPlan(SearchOutcome outcome)
    {
        string reasons = string.Join(", ", Enum.GetValues<Refusal>().Where(reason => outcome.Counts.Of(reason) > 0)
            .Select(reason => string.Create(CultureInfo.InvariantCulture, $"{outcome.Counts.Of(reason)}: {RefusalWords.Of(reason)}")));
        yield return new Diagnostic(File, 0, "space", $"none of its {outcome.Counts.Count} plans can run: {reasons}");
        if (outcome.Closest is { } closest)
        {
            foreach (string lack in closest.Lacks)
            {
                string fix = closest.Fixes.Count > 0 ? "; it would fit with " + string.Join(", or ", closest.Fixes) : "";
                yield return new Diagnostic(File, 0, "space", $"the plan that comes closest ({PlanWords.Of(closest.Plan)}): {lack}{fix}");
            }
        }
    }

    private MapNode Written()
    {
        static ListNode List<T>(IEnumerable<T> values) => new("", 0, [.. values.Select(value =>
            new ScalarNode("", 0, Convert.ToString(value, CultureInfo.InvariantCulture)!.ToLowerInvariant()))]);
        (string Key, ListNode Values)[] entries =
        [
            ("gpus", List(Space.Gpus)), ("tensor", List(Space.Tensor)), ("pipeline", List(Space.Pipeline)), ("data", List(Space.Data)),
            ("context", List(Space.Context)), ("expert", List(Space.Expert)), ("micro_batch", List(Space.MicroBatch)),
            ("sequence_parallel", List(Space.SequenceParallel)), ("recompute", List(Space.Recompute)), ("schedule", List(Space.Schedule)),
            ("virtual_stages", List(Space.VirtualStages)), ("zero", List(Space.Zero)), ("optimizer_at", List(Space.OptimizerAt)),
            ("weights_at", List(Space.WeightsAt)), ("activations_at", List(Space.ActivationsAt)),
        ];
        return new MapNode("", 0, [.. entries.Where(entry => entry.Values.Items.Count > 0)
            .Select(entry => new MapEntry(entry.Key, "", 0, entry.Values))]);
    }

    private sealed class Told(IProgress<RunProgress> progress) : IProgress<SearchProgress>
    {
        // Looking at plans is most of the work; how many of those that are left must be composed nobody knows.
        private const double Looking = 0.8;

        public void Report(SearchProgress value)
        {
            double looked = (double)value.Examined / value.Count;
            string best = value.BestTicks == 0 ? "none found yet" : Text($"best {Ticks.Seconds(value.BestTicks):0.000} s");
            string left = looked < 1 ? Text($"{value.Examined} of {value.Count} plans") : Text($"{value.Open} plans open");
            double composed = (double)value.Composed / (value.Composed + value.Open + 1);
            double done = (Looking * looked) + (looked < 1 ? 0 : (1 - Looking) * composed);
            progress.Report(new RunProgress(done, 0, $"{left}, {value.Composed} composed, {best}"));
        }

        private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
    }
}

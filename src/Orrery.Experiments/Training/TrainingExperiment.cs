using Orrery.Configuration.Documents;
using Orrery.Training;
using Orrery.Training.Clusters;
using Orrery.Training.Costs;
using Orrery.Training.Plans;
using Orrery.Training.Results;
using Orrery.Training.Schedules;
using Orrery.Workloads.Models;

namespace Orrery.Experiments.Training;

/// <summary>One training step of a model on a cluster by a plan.</summary>
public sealed class TrainingExperiment : IExperiment
{
    private readonly TrainingSettings _settings;
    private readonly ModelChoice _choice;
    private readonly IPipelineSchedule? _schedule;
    private readonly TrainingSimulator _simulator;
    private readonly string _folder;
    private readonly IReadOnlyList<int> _traced;

    internal TrainingExperiment(
        ExperimentSource source, TrainingSettings settings, ModelChoice choice, Cluster cluster, Plan plan, IPipelineSchedule? schedule,
        TrainingSimulator simulator, IReadOnlyList<int> traced)
    {
        (Name, File, _folder) = (source.Name, source.File, source.Folder);
        (_settings, _choice, Cluster, Plan, _schedule, _simulator, _traced) = (settings, choice, cluster, plan, schedule, simulator, traced);
    }

    public string Kind => "training";

    public string Name { get; }

    public string File { get; }

    public int Seed => Plan.Seed;

    /// <summary>What is trained.</summary>
    public TransformerModel Model => _choice.Model;

    /// <summary>Where.</summary>
    public Cluster Cluster { get; }

    /// <summary>How, its data-parallel ranks filled in.</summary>
    public Plan Plan { get; }

    public string ResolvedYaml
    {
        get
        {
            Dictionary<string, object> resolved = new()
            {
                ["model"] = _choice.Config.With(new MapEntry("_name_or_path", File, 0, new ScalarNode(File, 0, Model.Name))),
                ["cluster"] = ResolvedCluster.Of(_settings.Cluster!, _folder),
            };
            return $"# Every value of this run, as resolved from {Path.GetFileName(File)}. It loads again as the same experiment.\n"
                + Configuration.Binding.ResolvedYaml.Write(_settings, resolved);
        }
    }

    public ExperimentResult Run(IProgress<RunProgress>? progress = null, RunHow? how = null, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        progress?.Report(new RunProgress(0, 0, "the step"));
        StepResult step = _simulator.Run(Model, Cluster, Plan, _schedule);
        cancellation.ThrowIfCancellationRequested();
        progress?.Report(new RunProgress(0.2, step.StepSeconds, "what would help"));
        IReadOnlyList<Improvement> improvements = _settings.Improvements ? Improvements.Of(_simulator, step, _schedule) : [];
        return new TrainingResult
        {
            Kind = Kind,
            Name = Name,
            TimeSeconds = step.StepSeconds,
            Flops = step.HardwareFlops,
            Bytes = step.Timelines.Sum(line => line.Devices * line.Sent.Sum(message => message.Bytes)),
            Step = step,
            Costs = new StepPricer(_simulator.Book(Model, Cluster)).Of(step.Plan),
            Improvements = improvements,
            TraceRanks = _traced,
            TraceWindow = _settings.TraceWindow,
            Fidelity = _settings.Fidelity,
            Notes = [.. TrainingNotes.Of(step)],
        };
    }
}

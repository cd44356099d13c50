using Orrery.Experiments.Training;
using Orrery.Training.Traces.Replaying;

namespace Orrery.Experiments.Replay;

/// <summary>Execution traces of all ranks on a cluster.</summary>
public sealed class ReplayExperiment : IExperiment
{
    private readonly ReplaySettings _settings;
    private readonly ReplayResult _replay;
    private readonly IReadOnlyList<int> _shown;
    private readonly string _folder;

    internal ReplayExperiment(ExperimentSource source, ReplaySettings settings, ReplayResult replay, IReadOnlyList<int> shown)
    {
        (Name, File, _folder) = (source.Name, source.File, source.Folder);
        (_settings, _replay, _shown) = (settings, replay, shown);
    }

    public string Kind => "replay";

    public string Name { get; }

    public string File { get; }

    /// <summary>No numbers are drawn.</summary>
    public int Seed => 0;

    public string ResolvedYaml =>
        $"# Every value of this run, as resolved from {Path.GetFileName(File)}. It loads again as the same experiment.\n"
        + Configuration.Binding.ResolvedYaml.Write(_settings, new Dictionary<string, object> { ["cluster"] = ResolvedCluster.Of(_settings.Cluster!, _folder) });

    public ExperimentResult Run(IProgress<RunProgress>? progress = null, RunHow? how = null, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        return new ReplayedStep
        {
            Kind = Kind,
            Name = Name,
            TimeSeconds = _replay.StepSeconds,
            Flops = 0,
            Bytes = _replay.Messages.Sum(message => (double)message.Bytes),
            Replay = _replay,
            Traces = _settings.Traces,
            Options = _settings,
            Fidelity = _settings.Fidelity,
            TraceRanks = _shown,
            TraceWindow = _settings.TraceWindow,
            Notes = [.. Limits()],
        };
    }

    private IEnumerable<string> Limits()
    {
        if (!_settings.RecordedCompute)
        {
            yield return "Computation that tells its operations runs at the peak of the GPU or of its memory; recorded_compute takes its recorded time.";
        }

        if (!_settings.RecordedCommunication)
        {
            yield return "Not modelled: collectives of different groups that meet on one link at the same time.";
        }
    }
}

using Orrery.Configuration.Documents;
using Orrery.Configuration.Units;
using Orrery.Experiments.Operators;
using Orrery.Workloads.Layers;
using Orrery.Workloads.Models;
using Orrery.Workloads.Operators;

namespace Orrery.Experiments.Layer;

/// <summary>One or more layers of a model on one GPU, operator by operator.</summary>
public sealed class LayerExperiment : IExperiment
{
    private readonly LayerSettings _settings;
    private readonly ModelChoice _choice;
    private readonly OperatorsRun _run;

    internal LayerExperiment(string name, string file, LayerSettings settings, ModelChoice choice, OperatorsRun run, LayerShape shape)
    {
        (Name, File, Shape) = (name, file, shape);
        (_settings, _choice, _run) = (settings, choice, run);
    }

    public string Kind => "layer";

    public string Name { get; }

    public string File { get; }

    public int Seed => _settings.Seed;

    /// <summary>The GPU.</summary>
    public HardwareGpu Gpu => _run.Gpu;

    /// <summary>The model.</summary>
    public TransformerModel Model => _choice.Model;

    /// <summary>What runs through the layers.</summary>
    public LayerShape Shape { get; }

    public string ResolvedYaml
    {
        get
        {
            MapNode config = _choice.Config.With(new MapEntry("_name_or_path", File, 0, new ScalarNode(File, 0, Model.Name)));
            return _run.ResolvedYaml(_settings, File, new() { ["model"] = config, ["dtype"] = Shape.Format });
        }
    }

    public ExperimentResult Run(IProgress<RunProgress>? progress = null, RunHow? how = null, CancellationToken cancellation = default)
    {
        IReadOnlyList<Operator> layer = LayerGraph.Build(Model, Shape);
        IReadOnlyList<OperatorResult> operators = _run.Run(
            [.. Enumerable.Range(0, _settings.Layers).SelectMany(index => layer.Select(work => new PlacedOperator(work, index)))],
            progress, how ?? new RunHow(), cancellation);
        return new LayerResult
        {
            Kind = Kind,
            Name = Name,
            Work = $"{Model.Name}, {_settings.Phase}",
            Model = Model.Name,
            Gpu = Gpu.Name,
            Phase = _settings.Phase,
            Sequence = Shape.Sequence,
            Batch = Shape.Batch,
            Format = Shape.Format.Name,
            Fidelity = _run.Fidelity,
            Layers = _settings.Layers,
            TimeSeconds = operators.Sum(work => work.TimeSeconds),
            Flops = operators.Sum(work => work.Flops),
            Bytes = operators.Sum(work => work.Bytes),
            Operators = operators,
            Cycle = _run.Detail,
            PeakFlopsPerSecond = Gpu.Peak.Of(Shape.Format.Rate)!.Value.PerSecond,
            PeakBytesPerSecond = Gpu.Memory.Bandwidth.BytesPerSecond,
            Notes = [.. Notes()],
        };
    }

    private IEnumerable<string> Notes()
    {
        double weights = Model.LayerParameters() * _settings.Layers * Shape.Format.Bytes;
        if (weights > Gpu.Memory.Capacity.Bytes)
        {
            yield return $"The weights of these layers ({new ByteSize((long)weights).Show()}) do not fit into the GPU's memory ({Gpu.Memory.Capacity}).";
        }

        if (Model.MaxSequence > 0 && Shape.Keys > Model.MaxSequence)
        {
            yield return $"{Model.Name} was trained for sequences of up to {Model.MaxSequence} tokens.";
        }

        if (Model.Experts is not null)
        {
            yield return "Tokens are taken to fall evenly on the experts.";
        }

        foreach (string note in _run.Notes())
        {
            yield return note;
        }
    }
}

using Orrery.Configuration.Documents;
using Orrery.Configuration.Units;
using Orrery.CostModels;
using Orrery.Experiments.Operators;
using Orrery.Hardware;
using Orrery.Workloads.Layers;
using Orrery.Workloads.Models;
using Orrery.Workloads.Operators;

namespace Orrery.Experiments.Layer;

/// <summary>One or more layers of a model on one GPU, operator by operator.</summary>
public sealed class LayerExperiment : IExperiment
{
    private readonly LayerSettings _settings;
    private readonly ModelChoice _choice;
    private readonly IOperatorCost _cost;

    internal LayerExperiment(string name, string file, LayerSettings settings, ModelChoice choice, HardwareGpu gpu, IOperatorCost cost,
        LayerShape shape)
    {
        (Name, File, Gpu, Shape) = (name, file, gpu, shape);
        (_settings, _choice, _cost) = (settings, choice, cost);
    }

    public string Kind => "layer";

    public string Name { get; }

    public string File { get; }

    public int Seed => _settings.Seed;

    /// <summary>The GPU.</summary>
    public HardwareGpu Gpu { get; }

    /// <summary>The model.</summary>
    public TransformerModel Model => _choice.Model;

    /// <summary>What runs through the layers.</summary>
    public LayerShape Shape { get; }

    public string ResolvedYaml
    {
        get
        {
            MapNode config = _choice.Config.With(new MapEntry("_name_or_path", File, 0, new ScalarNode(File, 0, Model.Name)));
            return ResolvedYamlOf(config);
        }
    }

    public ExperimentResult Run(IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
    {
        IReadOnlyList<Operator> layer = LayerGraph.Build(Model, Shape);
        List<OperatorResult> results = new(layer.Count * _settings.Layers);
        double clock = 0;
        for (int index = 0; index < _settings.Layers; index++)
        {
            foreach (Operator work in layer)
            {
                cancellation.ThrowIfCancellationRequested();
                OperatorCost cost = _cost.Cost(work, Gpu);
                results.Add(Result(work, index, clock, cost));
                clock += cost.Seconds;
            }

            progress?.Report(new RunProgress((index + 1.0) / _settings.Layers, clock,
                $"layer {index + 1} of {_settings.Layers}"));
        }

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
            Fidelity = _cost.Fidelity,
            Layers = _settings.Layers,
            TimeSeconds = clock,
            Flops = results.Sum(result => result.Flops),
            Bytes = results.Sum(result => result.Bytes),
            Operators = [.. results.Select(result => result with { ShareOfTotal = result.TimeSeconds / clock })],
            PeakFlopsPerSecond = Gpu.Peak.Of(Shape.Format.Rate)!.Value.PerSecond,
            PeakBytesPerSecond = Gpu.Memory.Bandwidth.BytesPerSecond,
            Notes = [.. Notes()],
        };
    }

    private static OperatorResult Result(Operator work, int layer, double start, OperatorCost cost) => new()
    {
        Name = work.Name,
        Layer = layer,
        Kind = work.Kind,
        Shape = work.Shape,
        Format = work.Format.Name,
        Flops = work.Flops,
        Bytes = work.Bytes,
        StartSeconds = start,
        TimeSeconds = cost.Seconds,
        ShareOfTotal = 0,
        Bound = cost.Bound,
        Breakdown = cost.Breakdown,
        Origin = cost.Origin,
    };

    private string ResolvedYamlOf(MapNode config) =>
        $"# Every value of this run, as resolved from {Path.GetFileName(File)}. It loads again as the same experiment.\n"
        + Configuration.Binding.ResolvedYaml.Write(
            _settings, new Dictionary<string, object> { ["model"] = config, ["gpu"] = Gpu, ["dtype"] = Shape.Format });

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

        foreach (string gap in _cost.NotModelled)
        {
            yield return "Not modelled: " + char.ToLowerInvariant(gap[0]) + gap[1..];
        }
    }
}

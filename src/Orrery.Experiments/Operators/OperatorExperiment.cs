using Orrery.Experiments.Questions;
using Orrery.Workloads.Formats;
using Orrery.Workloads.Operators;

namespace Orrery.Experiments.Operators;

/// <summary>Operators that a file names, on one GPU, one after the other.</summary>
public sealed class OperatorExperiment : IExperiment
{
    // With more the title would not fit a line.
    private const int MostNamed = 2;

    private readonly OperatorSettings _settings;
    private readonly IReadOnlyList<IQuestion> _work;
    private readonly NumberFormat _format;
    private readonly OperatorsRun _run;

    internal OperatorExperiment(ExperimentSource source, OperatorSettings settings, IReadOnlyList<IQuestion> work, NumberFormat format, OperatorsRun run)
    {
        (Name, File) = (source.Name, source.File);
        (_settings, _work, _format, _run) = (settings, work, format, run);
    }

    public string Kind => "operator";

    public string Name { get; }

    public string File { get; }

    public int Seed => _settings.Seed;

    public string ResolvedYaml => _run.ResolvedYaml(_settings, File, new() { ["dtype"] = _format });

    public ExperimentResult Run(IProgress<RunProgress>? progress = null, RunHow? how = null, CancellationToken cancellation = default)
    {
        IReadOnlyList<OperatorResult> operators = _run.Run(
            [.. _work.SelectMany(question => question.Work(_format)).Select(work => new PlacedOperator(work, 0))], progress, how ?? new RunHow(), cancellation);
        HardwareGpu gpu = _run.Gpu;
        bool isOnTensorUnits = _work.Any(question => question.OnTensorUnits) || gpu.Peak.Fp32 is null;
        return new OperatorsResult
        {
            Kind = Kind,
            Name = Name,
            Work = Title(),
            Gpu = gpu.Name,
            Format = _format.Name,
            Fidelity = _run.Fidelity,
            TimeSeconds = operators.Sum(work => work.TimeSeconds),
            Flops = operators.Sum(work => work.Flops),
            Bytes = operators.Sum(work => work.Bytes),
            Operators = operators,
            Cycle = _run.Detail,
            PeakFlopsPerSecond = isOnTensorUnits ? gpu.Peak.OfMatrices(_format.Rate)!.Value.PerSecond * _format.RateFactor : gpu.Peak.Fp32!.Value.PerSecond,
            PeakBytesPerSecond = gpu.Memory.Bandwidth.BytesPerSecond,
            Notes = [.. _run.Notes()],
        };
    }

    private string Title()
    {
        IEnumerable<string> named = _work.Take(MostNamed).Select(question =>
        {
            IReadOnlyList<Operator> work = question.Work(_format);
            return $"{question.Name} {question.Shape(work)}";
        });
        return string.Join(", ", named) + (_work.Count > MostNamed ? $" and {_work.Count - MostNamed} more" : "");
    }
}

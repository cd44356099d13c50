using Orrery.CostModels;
using Orrery.CostModels.Sensitivities;
using Orrery.Workloads.Formats;
using Orrery.Workloads.Operators;

namespace Orrery.Experiments.Questions;

/// <summary>One operator of a question, and what it costs.</summary>
/// <param name="Work">The operator.</param>
/// <param name="Cost">Its cost, measured where measurements were given and cover it.</param>
public sealed record PredictedStep(Operator Work, OperatorCost Cost);

/// <summary>The answer to a question: what its operators cost on one GPU, one after the other, why, and what would help.</summary>
public sealed record Prediction
{
    /// <summary>Name of the question: "gemm".</summary>
    public required string Question { get; init; }

    /// <summary>Shape of the whole, for a person.</summary>
    public required string Shape { get; init; }

    /// <summary>Number format.</summary>
    public required NumberFormat Format { get; init; }

    /// <summary>The operators with their costs; mostly one.</summary>
    public required IReadOnlyList<PredictedStep> Steps { get; init; }

    /// <summary>The GPU.</summary>
    public required HardwareGpu Gpu { get; init; }

    /// <summary>Fidelity of the cost model.</summary>
    public required string Fidelity { get; init; }

    /// <summary>The cost of all operators together.</summary>
    public OperatorCost Cost => OperatorCost.Sum([.. Steps.Select(step => step.Cost)]);

    /// <summary>Arithmetic operations of all.</summary>
    public double Flops => Steps.Sum(step => step.Work.Flops);

    /// <summary>Compulsory bytes of all, each operator by itself.</summary>
    public double Bytes => Steps.Sum(step => step.Work.Bytes);

    /// <summary>Operations per compulsory byte.</summary>
    public double ArithmeticIntensity => Bytes > 0 ? Flops / Bytes : 0;

    /// <summary>Seconds by the model alone.</summary>
    public required double ModelSeconds { get; init; }

    /// <summary>Peak operations a second of the units that do the work, in its format.</summary>
    public required double PeakFlopsPerSecond { get; init; }

    /// <summary>What a tenth more of something gains by the model, largest first.</summary>
    public required IReadOnlyList<Sensitivity> Sensitivities { get; init; }

    /// <summary>What the model leaves out, one sentence each.</summary>
    public required IReadOnlyList<string> NotModelled { get; init; }

    /// <summary>Peak bytes a second of the GPU's memory.</summary>
    public double PeakBytesPerSecond => Gpu.Memory.Bandwidth.BytesPerSecond;

    /// <summary>Operations a second that are reached.</summary>
    public double FlopsPerSecond => Flops / Cost.Seconds;

    /// <summary>Compulsory bytes a second that are reached; above the memory's peak where a cache serves them.</summary>
    public double BytesPerSecond => Bytes / Cost.Seconds;

    /// <summary>Operations per byte at which both roofs of the roofline meet.</summary>
    public double Ridge => PeakFlopsPerSecond / PeakBytesPerSecond;

    /// <summary>Seconds under the roofline: in each operator both peaks reached at once, nothing else.</summary>
    public double RooflineSeconds => Steps.Sum(step => Math.Max(step.Work.Flops / PeakFlopsPerSecond, step.Work.Bytes / PeakBytesPerSecond));
}

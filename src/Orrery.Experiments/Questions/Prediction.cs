using Orrery.CostModels;
using Orrery.CostModels.Sensitivities;
using Orrery.Hardware;
using Orrery.Workloads.Operators;

namespace Orrery.Experiments.Questions;

/// <summary>The answer to a question: what one operator costs on one GPU, why, and what would help.</summary>
public sealed record Prediction
{
    /// <summary>Name of the question: "gemm".</summary>
    public required string Question { get; init; }

    /// <summary>The operator.</summary>
    public required Operator Work { get; init; }

    /// <summary>The GPU.</summary>
    public required Gpu Gpu { get; init; }

    /// <summary>Fidelity of the cost model.</summary>
    public required string Fidelity { get; init; }

    /// <summary>The cost, measured where measurements were given and cover it.</summary>
    public required OperatorCost Cost { get; init; }

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
    public double FlopsPerSecond => Work.Flops / Cost.Seconds;

    /// <summary>Compulsory bytes a second that are reached; above the memory's peak where a cache serves them.</summary>
    public double BytesPerSecond => Work.Bytes / Cost.Seconds;

    /// <summary>Operations per byte at which both roofs of the roofline meet.</summary>
    public double Ridge => PeakFlopsPerSecond / PeakBytesPerSecond;

    /// <summary>Seconds under the roofline: both peaks reached at once, nothing else.</summary>
    public double RooflineSeconds => Math.Max(Work.Flops / PeakFlopsPerSecond, Work.Bytes / PeakBytesPerSecond);
}

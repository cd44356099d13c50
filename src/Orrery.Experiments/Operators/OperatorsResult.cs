using Orrery.CostModels;
using Orrery.Experiments.Cycle;

namespace Orrery.Experiments.Operators;

/// <summary>Operators on one GPU, one after the other.</summary>
public record OperatorsResult : ExperimentResult
{
    /// <summary>What was run, for a person: "gemm 4096 x 4096 x 4096".</summary>
    public required string Work { get; init; }

    /// <summary>Name of the GPU.</summary>
    public required string Gpu { get; init; }

    /// <summary>Number format.</summary>
    public required string Format { get; init; }

    /// <summary>Fidelity of the cost model.</summary>
    public required string Fidelity { get; init; }

    /// <summary>All operators in the order of execution.</summary>
    public required IReadOnlyList<OperatorResult> Operators { get; init; }

    /// <summary>What the simulation cycle by cycle tells; null in the other fidelities.</summary>
    public CycleDetail? Cycle { get; init; }

    /// <summary>Operators whose very shape was measured.</summary>
    public int Measured => Operators.Count(op => op.Origin == CostOrigin.Measured);

    /// <summary>Operators that lie between measured shapes.</summary>
    public int Interpolated => Operators.Count(op => op.Origin == CostOrigin.Interpolated);

    /// <summary>Peak operations a second of the GPU in this format: the flat roof.</summary>
    public required double PeakFlopsPerSecond { get; init; }

    /// <summary>Peak bytes a second of the GPU's memory: the slope.</summary>
    public required double PeakBytesPerSecond { get; init; }
}

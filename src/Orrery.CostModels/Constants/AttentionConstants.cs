using Orrery.Configuration.Binding;

namespace Orrery.CostModels.Constants;

/// <summary>Fused attention.</summary>
public sealed record AttentionConstants
{
    /// <summary>
    /// CUDA C++ Programming Guide, arithmetic throughput table: 16 since compute capability 3.
    /// </summary>
    [Parameter("Exponentials a clock of one multiprocessor", Min = 1, Max = 256)]
    public double ExponentialsPerClock { get; init; } = 16;

    /// <summary>Scale, maximum, subtract, sum, convert, rescale.</summary>
    [Parameter("FP32 instructions for one attention score beside its exponential", Min = 0, Max = 50), Fitted]
    public double SoftmaxInstructions { get; init; } = 6;

    /// <summary>Indices, queries, first keys and values, output: about eight loaded memory latencies.</summary>
    [Parameter("Seconds of an attention block that its multiprocessor does not compute", Min = 0, Max = 30e-6), Fitted]
    public double BlockSeconds { get; init; } = 4e-6;
}

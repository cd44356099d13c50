using Orrery.Configuration.Binding;

namespace Orrery.CostModels.Constants;

/// <summary>Fused attention.</summary>
public sealed record AttentionConstants
{
    /// <summary>
    /// CUDA C++ Programming Guide, arithmetic throughput table: 16 since compute capability 3.
    /// </summary>
    [Parameter("Exponentials a clock of one multiprocessor", Min = 1, Max = 4096)]
    public double ExponentialsPerClock { get; init; } = 16;

    /// <summary>Maximum, the multiply-add that scales and subtracts, sum.</summary>
    [Parameter("FP32 instructions for one attention score beside its exponential", Min = 0, Max = 50)]
    public double SoftmaxInstructions { get; init; } = 3;

    /// <summary>Barriers, and loads from shared memory that the matrix units wait for, take the rest.</summary>
    [Parameter("Part of the tensor peak that the products of a block of 64 queries reach", Min = 0.3, Max = 1), Fitted]
    public double MatrixEfficiency { get; init; } = 0.75;

    /// <summary>
    /// 1 would be taking turns, infinity perfect. At 2.2 an H100 comes to what FlashAttention-3 (Shah et al. 2024, figure 5) shows for
    /// heads of 64 and 256 elements, about 500 and 750 TFLOPS.
    /// </summary>
    [Parameter("Exponent with which products and softmax overlap where warp groups take turns", Min = 1, Max = 20)]
    public double PingPong { get; init; } = 2.2;

    /// <summary>Lengths, page table, queries, first keys, values, output: a chain of loads and barriers under load.</summary>
    [Parameter("Clocks of a thread block of attention, or of a cache write, that latencies take", Min = 0, Max = 50000), Fitted]
    public double BlockClocks { get; init; } = 4150;

    /// <summary>
    /// Exponential, scaling, maximum and sum of one score with their registers and instructions. Power-limited calls of a B200 leave
    /// 5 to 16; of these 6 comes nearest to the rates of an H100 in FlashAttention-3 (Shah et al. 2024, figure 5).
    /// </summary>
    [Parameter("FP32 operations that take as much energy as the softmax of one score", Min = 0, Max = 100)]
    public double SoftmaxEnergy { get; init; } = 6;

    /// <summary>Its partial result is fetched from the last-level cache, and the loop over parts does not run ahead.</summary>
    [Parameter("Seconds for each part when split keys are merged by one block", Min = 0, Max = 2e-6), Fitted]
    public double MergeSeconds { get; init; } = 0.31e-6;

    /// <summary>Half of it would be the mean of blocks that end at random.</summary>
    [Parameter("Part of the longest block that runs while other multiprocessors have nothing left", Min = 0, Max = 1), Fitted]
    public double Tail { get; init; } = 0.88;
}

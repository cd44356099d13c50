namespace Orrery.CostModels.Analytic;

/// <summary>
/// What the closed forms assume of every GPU. Few numbers, the same for all; the data sheet gives the rest. Where
/// a number comes from stands beside it, "calibrated" meaning: chosen once on public kernel timings of A100, B200, V100 and T4.
/// </summary>
internal static class PhysicalConstants
{
    /// <summary>
    /// Seconds of a kernel that does nothing: start, first instructions, drain. Profilers show 2 us for the smallest kernels on
    /// A100.
    /// </summary>
    public const double KernelSeconds = 2e-6;

    /// <summary>
    /// Seconds to fill the pipeline of a multiplication's tile and to write it out at the end. Two loaded memory latencies.
    /// </summary>
    public const double TileSeconds = 1e-6;

    /// <summary>Seconds of one more small kernel that adds up a split sum, launched right behind the first.</summary>
    public const double SplitSeconds = 3e-6;

    /// <summary>
    /// Part of the peak memory bandwidth that streaming reaches: refresh, turnarounds and row changes take the rest. Calibrated;
    /// STREAM-like tests reach 0.85 to 0.92.
    /// </summary>
    public const double MemoryEfficiency = 0.86;

    /// <summary>
    /// Bytes a clock between the last-level cache and one multiprocessor. NVIDIA A100 whitepaper: 5120 bytes a clock read by the
    /// whole chip; 64 is the width of one port since Volta.
    /// </summary>
    public const double L2BytesPerClock = 64;

    /// <summary>Bytes a clock that one multiprocessor draws from device memory when few of them run: half its port.</summary>
    public const double MemoryBytesPerClock = 32;

    /// <summary>
    /// Seconds of a load from device memory under load. Unloaded it is 0.35 us on A100 by pointer chasing; queues add the rest.
    /// Calibrated.
    /// </summary>
    public const double MemoryLatency = 0.47e-6;

    /// <summary>
    /// Seconds of a load that the last-level cache answers under load. Unloaded it is 0.15 to 0.2 us on A100 by pointer chasing.
    /// Calibrated.
    /// </summary>
    public const double L2Latency = 0.33e-6;

    /// <summary>Threads that one multiprocessor holds. NVIDIA compute capability tables: 1024 to 2048.</summary>
    public const int Threads = 2048;

    /// <summary>
    /// Part of the tensor peak that an endless tile reaches: issue slots for addresses, barriers and loads. Calibrated.
    /// </summary>
    public const double TensorEfficiency = 0.95;

    /// <summary>Harmonic mean side of a tile at which half the rate is lost to feeding operands. Calibrated.</summary>
    public const double TileHalfSide = 8;

    /// <summary>
    /// Exponent with which compute, memory and cache time overlap: infinity would be perfect, 1 none at all. Calibrated.
    /// </summary>
    public const double Overlap = 2.5;

    /// <summary>
    /// Joules of the whole board for one 16-bit tensor operation and nanometre of feature size. Calibrated on an A100
    /// (7 nm, 1.4 pJ); proportionality to the feature size is an assumption, held only against FP32 on V100 and T4 (12 nm).
    /// </summary>
    public const double JoulesPerOperationAndNanometre = 0.197e-12;

    /// <summary>
    /// Exponentials a clock of one multiprocessor. CUDA C++ Programming Guide, arithmetic throughput table: 16 since compute
    /// capability 3.
    /// </summary>
    public const double ExponentialsPerClock = 16;

    /// <summary>
    /// FP32 instructions for one attention score beside its exponential: scale, maximum, subtract, sum, convert, rescale.
    /// </summary>
    public const double SoftmaxInstructions = 6;

    /// <summary>
    /// Seconds of an attention block that its multiprocessor does not compute: indices, queries, first keys and values, output.
    /// Eight loaded memory latencies; calibrated.
    /// </summary>
    public const double AttentionBlockSeconds = 4e-6;
}

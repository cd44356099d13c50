using Orrery.Configuration.Binding;

namespace Orrery.CostModels.Constants;

/// <summary>Starting kernels, and moving bytes between memory, caches and multiprocessors.</summary>
public sealed record MemoryConstants
{
    /// <summary>Profilers show 2 us for the smallest kernels on A100.</summary>
    [Parameter("Seconds of a kernel that does nothing: start, first instructions, drain", Min = 0, Max = 20e-6), Fitted]
    public double KernelSeconds { get; init; } = 2e-6;

    /// <summary>STREAM-like tests reach 0.85 to 0.92; refresh, turnarounds and row changes take the rest.</summary>
    [Parameter("Part of the peak memory bandwidth that streaming reaches", Min = 0.3, Max = 1), Fitted]
    public double Efficiency { get; init; } = 0.86;

    /// <summary>
    /// NVIDIA A100 whitepaper: 5120 bytes a clock read by the whole chip; 64 is the width of one port since Volta.
    /// </summary>
    [Parameter("Bytes a clock between the last-level cache and one multiprocessor", Min = 8, Max = 4096)]
    public double L2BytesPerClock { get; init; } = 64;

    /// <summary>Half its port.</summary>
    [Parameter("Bytes a clock that one multiprocessor draws from device memory when few of them run", Min = 4, Max = 4096)]
    public double BytesPerClock { get; init; } = 32;

    /// <summary>Unloaded it is 0.35 us on A100 by pointer chasing; queues add the rest.</summary>
    [Parameter("Seconds of a load from device memory under load", Min = 0.1e-6, Max = 3e-6), Fitted]
    public double Latency { get; init; } = 0.6e-6;

    /// <summary>Unloaded it is 0.15 to 0.2 us on A100 by pointer chasing.</summary>
    [Parameter("Seconds of a load that the last-level cache answers under load", Min = 0.1e-6, Max = 3e-6), Fitted]
    public double L2Latency { get; init; } = 0.22e-6;

    /// <summary>Infinity would be perfect, 1 none at all.</summary>
    [Parameter("Exponent with which compute, memory and cache time overlap", Min = 1, Max = 20), Fitted]
    public double Overlap { get; init; } = 2.5;
}

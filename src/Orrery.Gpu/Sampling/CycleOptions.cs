namespace Orrery.Gpu.Sampling;

/// <summary>How closely and on how many threads kernels are simulated.</summary>
public sealed record CycleOptions
{
    /// <summary>True for every instruction of every kernel; false to sample the large ones.</summary>
    public bool Full { get; init; }

    /// <summary>Threads at most.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Kernels of more warp instructions than this are sampled.</summary>
    public long SampledAbove { get; init; } = 1_000_000;
}

/// <summary>Where a simulation of kernels is.</summary>
/// <param name="Share">Part of the work that is done, from 0 to 1.</param>
/// <param name="Cycles">Cycles simulated so far, of all runs together.</param>
/// <param name="WarpInstructions">Warp instructions simulated so far.</param>
/// <param name="What">What is being simulated.</param>
public readonly record struct CycleProgress(double Share, long Cycles, long WarpInstructions, string What);

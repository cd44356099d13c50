using Orrery.Engine.Threads;
using Orrery.Gpu.Machines;
using Orrery.Gpu.Multiprocessor;
using Orrery.Gpu.Programs;

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

    /// <summary>Makes who runs what on which thread; the engine's own choice where null.</summary>
    public Func<ThreadManager>? Manager { get; init; }

    /// <summary>The machine where it is not the one that the GPU's data sheet leads to; its clock is that of what runs.</summary>
    public GpuMachine? Machine { get; init; }

    /// <summary>Whether what is done when is recorded for a time line; of a sampled kernel, that of its last sample.</summary>
    public bool Record { get; init; }

    /// <summary>Makes every simulation: as one with a warp scheduler of one's own.</summary>
    public Func<GpuMachine, IReadOnlyList<IReadOnlyList<Kernel>>, GpuSimulation> Create { get; init; } =
        static (machine, streams) => GpuSimulation.Create<OldestFirst>(machine, streams);
}

/// <summary>Where a simulation of kernels is.</summary>
/// <param name="Share">Part of the work that is done, from 0 to 1.</param>
/// <param name="Cycles">Cycles simulated so far, of all runs together.</param>
/// <param name="WarpInstructions">Warp instructions simulated so far.</param>
/// <param name="What">What is being simulated.</param>
public readonly record struct CycleProgress(double Share, long Cycles, long WarpInstructions, string What);

namespace Orrery.CostModels.Tile;

/// <summary>How the simulated part of a kernel went. Times in ticks.</summary>
internal sealed record KernelRun
{
    /// <summary>From the start of the kernel to the end of its last tile and write.</summary>
    public required long End { get; init; }

    /// <summary>Ticks from one tile's end to the next in the steady state; not a number in short kernels.</summary>
    public required double SteadyTicks { get; init; }

    /// <summary>Ticks in which each multiprocessor computes.</summary>
    public required IReadOnlyList<long> Busy { get; init; }

    /// <summary>Ticks in which each multiprocessor does not compute.</summary>
    public required IReadOnlyList<long> Idle { get; init; }

    /// <summary>Ticks in which device memory moves bytes.</summary>
    public required long MemoryBusy { get; init; }

    /// <summary>Ticks in which the last-level cache or its busiest port moves bytes.</summary>
    public required long L2Busy { get; init; }

    /// <summary>Until the first bytes are there, and from the last step to the end.</summary>
    public required long Exposed { get; init; }

    /// <summary>Bytes to and from device memory.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>Bytes that tiles asked for or wrote.</summary>
    public required long Asked { get; init; }

    /// <summary>Those of them that the last-level cache had.</summary>
    public required long Hits { get; init; }

    /// <summary>Stretches in which several threads ran it; 0 on one.</summary>
    public required long Windows { get; init; }

    /// <summary>A number that differs where anything in the run went differently.</summary>
    public required ulong Hash { get; init; }
}

namespace Orrery.Experiments.Cycle;

/// <summary>What a kernel did on a simulated GPU, or several kernels one after the other.</summary>
public sealed record KernelFigures
{
    /// <summary>Name of the kernel.</summary>
    public required string Name { get; init; }

    /// <summary>The operator that it belongs to, as the run numbers them; -1 for several.</summary>
    public required int Operator { get; init; }

    /// <summary>When it starts, in seconds from the start of the run.</summary>
    public required double StartSeconds { get; init; }

    /// <summary>How long it takes, its launch included.</summary>
    public required double Seconds { get; init; }

    /// <summary>The same in cycles of the multiprocessors.</summary>
    public required long Cycles { get; init; }

    /// <summary>Warp instructions of the whole kernel.</summary>
    public required long WarpInstructions { get; init; }

    /// <summary>Part of them that was simulated one by one; the rest was extrapolated from it. 1 in full detail.</summary>
    public required double SimulatedFraction { get; init; }

    /// <summary>How far off the time may be because of that, as a part of it; 0 in full detail.</summary>
    public required double SamplingError { get; init; }

    /// <summary>Pipes of the multiprocessors and levels of memory.</summary>
    public required IReadOnlyList<UnitUse> Units { get; init; }

    /// <summary>What resident warps did, in the order of the states.</summary>
    public required IReadOnlyList<WarpTime> Warps { get; init; }

    /// <summary>How many warps were resident, and what bounds that; null for several kernels.</summary>
    public required OccupancyFigures? Occupancy { get; init; }

    /// <summary>Caches and open rows.</summary>
    public required IReadOnlyList<HitRate> Hits { get; init; }

    /// <summary>Bytes read from device memory.</summary>
    public required long DramBytesRead { get; init; }

    /// <summary>Bytes written to device memory.</summary>
    public required long DramBytesWritten { get; init; }

    /// <summary>Energy of the board over this time; 0 where it is not modelled.</summary>
    public required double Joules { get; init; }

    /// <summary>Clock of the multiprocessors.</summary>
    public required double Hertz { get; init; }

    /// <summary>Mean power of the board.</summary>
    public double Watts => Seconds > 0 ? Joules / Seconds : 0;

    /// <summary>Bytes of device memory in both directions.</summary>
    public long DramBytes => DramBytesRead + DramBytesWritten;

    /// <summary>The unit nearest to its peak: what the kernel is bound by, where it is bound by a rate.</summary>
    public UnitUse Busiest => Units.MaxBy(unit => unit.Share)!;

    /// <summary>The state that stalls warps most; null where nothing stalled.</summary>
    public WarpTime? WorstStall => Warps.Where(state => !state.IsIssue && state.Cycles > 0).MaxBy(state => state.Cycles);

    /// <summary>The part of all time of resident warps that a state takes.</summary>
    public double ShareOf(WarpTime state)
    {
        long all = Warps.Sum(other => other.Cycles);
        return all == 0 ? 0 : (double)state.Cycles / all;
    }
}

/// <summary>Accesses that found what they looked for.</summary>
/// <param name="Name">Where: "L1", "L2", "DRAM row".</param>
/// <param name="Accesses">Sectors or accesses.</param>
/// <param name="Hits">Those that found it.</param>
public sealed record HitRate(string Name, long Accesses, double Hits)
{
    /// <summary>Part of the accesses; null where there was none.</summary>
    public double? Rate => Accesses > 0 ? Hits / Accesses : null;
}

/// <summary>Warps on a multiprocessor.</summary>
/// <param name="Theoretical">Part of the places that can be taken at once.</param>
/// <param name="Achieved">Part that was taken, over the kernel's time and all multiprocessors.</param>
/// <param name="Blocks">Blocks that fit at once.</param>
/// <param name="Limiter">The resource that allows no more: "registers".</param>
public sealed record OccupancyFigures(double Theoretical, double Achieved, int Blocks, string Limiter);

using Orrery.Gpu.Activity;
using Orrery.Gpu.Machines;
using Orrery.Gpu.Memory;
using Orrery.Gpu.Multiprocessor;
using Orrery.Gpu.Programs;

namespace Orrery.Gpu.Results;

/// <summary>What a kernel did, in cycles of the multiprocessors.</summary>
public sealed record KernelResult
{
    /// <summary>The kernel.</summary>
    public required string Kernel { get; init; }

    /// <summary>The cycle in which it began; its launch latency counts as its own.</summary>
    public required long Start { get; init; }

    /// <summary>From the start to the last exit or finished store.</summary>
    public required long Cycles { get; init; }

    /// <summary>The same in seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>Blocks that can be resident on a multiprocessor, and what bounds them.</summary>
    public required Occupancy Occupancy { get; init; }

    /// <summary>Counters of each multiprocessor.</summary>
    public required IReadOnlyList<SmCounters> Sms { get; init; }

    /// <summary>Sectors that loads asked of L2, and those that it had.</summary>
    public required long L2Sectors { get; init; }

    /// <summary>Those that L2 had.</summary>
    public required long L2Hits { get; init; }

    /// <summary>Bytes that L2 sent to multiprocessors.</summary>
    public required long L2BytesSent { get; init; }

    /// <summary>Bytes that multiprocessors stored into L2.</summary>
    public required long L2BytesStored { get; init; }

    /// <summary>Bytes read from device memory.</summary>
    public required long DramBytesRead { get; init; }

    /// <summary>Bytes written to device memory. What stays changed in L2 is not among them.</summary>
    public required long DramBytesWritten { get; init; }

    /// <summary>Part of the accesses to device memory that found their row open.</summary>
    public required double DramRowHitRate { get; init; }

    /// <summary>Part of its warp instructions that was simulated; below 1 the rest is extrapolated.</summary>
    public double SimulatedFraction { get; init; } = 1;

    /// <summary>Error of the cycles that sampling is estimated to make, as a part of them.</summary>
    public double ErrorShare { get; init; }

    /// <summary>What it did when; null where nobody asked. Of a sampled kernel, that of its last sample.</summary>
    public GpuActivity? Activity { get; init; }

    /// <summary>Warp instructions in all.</summary>
    public long Instructions => Sms.Sum(sm => sm.Issued.Sum());

    /// <summary>Warp instructions of an operation.</summary>
    public long Issued(Operation operation) => Sms.Sum(sm => sm.Issued[(int)operation]);

    /// <summary>Cycles that resident warps spent in a state.</summary>
    public long WarpCycles(WarpState state) => Sms.Sum(sm => sm.WarpCycles[(int)state]);

    /// <summary>Mean of the resident warps over the kernel, as a part of what fits on the GPU.</summary>
    /// <param name="machine">The machine that it ran on.</param>
    public double AchievedOccupancy(GpuMachine machine) =>
        (double)Sms.Sum(sm => sm.WarpCycles.Sum()) / Cycles / machine.Warps / Sms.Count;

    internal static KernelResult Of(GpuMachine machine, Kernel kernel, Occupancy occupancy, long start, IReadOnlyList<SmCounters> sms,
        IReadOnlyList<MemoryTally> memory)
    {
        long cycles = sms.Max(sm => sm.Last) - start;
        long rowHits = memory.Sum(tally => tally.RowHits);
        long accesses = rowHits + memory.Sum(tally => tally.RowMisses);
        return new KernelResult
        {
            Kernel = kernel.Name,
            Start = start,
            Cycles = cycles,
            Seconds = cycles / machine.Hertz,
            Occupancy = occupancy,
            Sms = sms,
            L2Sectors = memory.Sum(tally => tally.Lookups),
            L2Hits = memory.Sum(tally => tally.Hits),
            L2BytesSent = memory.Sum(tally => tally.BytesSent),
            L2BytesStored = memory.Sum(tally => tally.BytesStored),
            DramBytesRead = memory.Sum(tally => tally.SectorsRead) * SectorRun.SectorBytes,
            DramBytesWritten = memory.Sum(tally => tally.SectorsWritten) * SectorRun.SectorBytes,
            DramRowHitRate = accesses == 0 ? 0 : (double)rowHits / accesses,
        };
    }
}

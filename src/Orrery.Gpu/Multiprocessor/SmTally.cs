using Orrery.Gpu.Machines;
using Orrery.Gpu.Programs;

namespace Orrery.Gpu.Multiprocessor;

/// <summary>What a multiprocessor counts of one kernel while it runs.</summary>
internal sealed class SmTally
{
    public readonly long[] Issued = new long[(int)Operation.Exit + 1];
    public readonly long[] WarpCycles = new long[(int)WarpState.Mbarrier + 1];
    public readonly long[] SchedulerIssued = new long[GpuMachine.SubPartitions];
    public readonly long[] SchedulerActive = new long[GpuMachine.SubPartitions];

    /// <summary>Warps on each sub-partition, and since when there is one.</summary>
    public readonly int[] Resident = new int[GpuMachine.SubPartitions];

    public readonly long[] ResidentFrom = new long[GpuMachine.SubPartitions];
    public long L1Sectors;
    public long L1Hits;
    public long BytesReceived;
    public long BytesSent;
    public long Wavefronts;
    public long Last;

    public SmCounters ToCounters() => new([.. Issued], [.. WarpCycles], [.. SchedulerIssued], [.. SchedulerActive],
        L1Sectors, L1Hits, BytesReceived, BytesSent, Wavefronts, Last);
}

using Orrery.Gpu.Programs;

namespace Orrery.Gpu.Multiprocessor;

/// <summary>What one multiprocessor counted in a kernel.</summary>
/// <param name="Issued">Warp instructions by <see cref="Operation"/>.</param>
/// <param name="WarpCycles">Cycles of resident warps by <see cref="WarpState"/>.</param>
/// <param name="SchedulerIssued">Cycles in which each scheduler issued.</param>
/// <param name="SchedulerActive">Cycles in which each scheduler had a warp.</param>
/// <param name="L1Sectors">Sectors that loads asked of L1.</param>
/// <param name="L1Hits">Those that it had.</param>
/// <param name="BytesReceived">Bytes that came from L2.</param>
/// <param name="BytesSent">Bytes that were stored.</param>
/// <param name="SharedWavefronts">Passes through shared memory and L1.</param>
/// <param name="Last">Cycle of the last exit or finished store.</param>
public sealed record SmCounters(IReadOnlyList<long> Issued, IReadOnlyList<long> WarpCycles, IReadOnlyList<long> SchedulerIssued,
    IReadOnlyList<long> SchedulerActive, long L1Sectors, long L1Hits, long BytesReceived, long BytesSent, long SharedWavefronts, long Last);

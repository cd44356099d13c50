using Orrery.Gpu.Memory;

namespace Orrery.Gpu.Sampling;

/// <summary>What L2 and device memory did.</summary>
/// <param name="Sectors">Sectors that loads asked of L2.</param>
/// <param name="Hits">Those that it had.</param>
/// <param name="BytesRead">Bytes read from device memory.</param>
/// <param name="BytesWritten">Bytes written to it.</param>
internal readonly record struct MemoryCounts(double Sectors, double Hits, double BytesRead, double BytesWritten)
{
    public static MemoryCounts operator +(MemoryCounts left, MemoryCounts right) =>
        new(left.Sectors + right.Sectors, left.Hits + right.Hits, left.BytesRead + right.BytesRead, left.BytesWritten + right.BytesWritten);

    public static MemoryCounts operator *(double factor, MemoryCounts counts) =>
        new(factor * counts.Sectors, factor * counts.Hits, factor * counts.BytesRead, factor * counts.BytesWritten);

    public static MemoryCounts operator -(MemoryCounts left, MemoryCounts right) => left + -1 * right;

    /// <summary>What a simulation has counted of its first kernel so far.</summary>
    public static MemoryCounts Of(GpuSimulation simulation)
    {
        (long lookups, long hits, long read, long written) = simulation.MemoryOf(0);
        return new MemoryCounts(lookups, hits, (double)read * SectorRun.SectorBytes, (double)written * SectorRun.SectorBytes);
    }
}

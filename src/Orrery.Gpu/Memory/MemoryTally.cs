namespace Orrery.Gpu.Memory;

/// <summary>What an L2 partition counts of one kernel.</summary>
internal sealed class MemoryTally
{
    /// <summary>Sectors that loads asked for.</summary>
    public long Lookups;

    /// <summary>Those that were there.</summary>
    public long Hits;

    /// <summary>Bytes that were sent to multiprocessors.</summary>
    public long BytesSent;

    /// <summary>Bytes that multiprocessors stored.</summary>
    public long BytesStored;

    public long SectorsRead;

    /// <summary>Sectors written to memory because this kernel took their place, or found none.</summary>
    public long SectorsWritten;

    public long RowHits;
    public long RowMisses;
}

namespace Orrery.Gpu.Multiprocessor;

/// <summary>How far the phase of an mbarrier is.</summary>
internal struct PhaseState
{
    /// <summary>Warps that wait for its end, one bit each.</summary>
    public ulong Waiting;

    /// <summary>Arrivals in this phase.</summary>
    public int Arrivals;

    /// <summary>Bytes in this phase.</summary>
    public int Bytes;

    /// <summary>Phases that are over.</summary>
    public int Over;
}

/// <summary>A box that the copy unit works on.</summary>
internal struct BulkCopy
{
    /// <summary>First byte of the next row.</summary>
    public long Next;

    /// <summary>Rows that are left; the next free place in a place that is free.</summary>
    public int Rows;

    public int Pattern;

    /// <summary>Its name in the table of loads.</summary>
    public int Tag;

    /// <summary>A store: the warp and the group that hear when shared memory has been read.</summary>
    public int Warp;

    public int Group;
}

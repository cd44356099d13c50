namespace Orrery.Gpu.Memory;

/// <summary>A request that an L2 partition works on.</summary>
internal struct MemoryAccess
{
    public MemoryRequest Request;

    /// <summary>The cycle from which all that it found can leave.</summary>
    public long Ready;

    /// <summary>Fills that it waits for; the next free place in a place that is free.</summary>
    public int Pending;
}

/// <summary>A line that a request asks for.</summary>
/// <param name="Slice">Its slice.</param>
/// <param name="Row">Its number in the slice.</param>
/// <param name="Home">Where it may be.</param>
/// <param name="Sectors">The sectors that are asked for, a bit each.</param>
internal readonly record struct WantedLine(int Slice, uint Row, LineHome Home, int Sectors);

namespace Orrery.CostModels.Tile;

/// <summary>
/// Something with a bandwidth that serves requests one after the other, in the order in which they come: device memory, the
/// last-level cache, the port of a multiprocessor. Exact: what is left of a tick is carried to the next request.
/// </summary>
internal struct BandwidthServer
{
    // Parts of a tick, as a power of two: a byte at 20 TB/s takes 0.05 ps and is kept to one part in 50,000.
    private const int Fraction = 20;

    private readonly long _perByte;
    private long _rest;

    /// <param name="bytesPerSecond">Bandwidth.</param>
    public BandwidthServer(double bytesPerSecond)
    {
        _perByte = Math.Max(1, (long)Math.Round((1L << Fraction) / (bytesPerSecond * Ticks.Seconds)));
    }

    /// <summary>The tick at which the last request so far has passed.</summary>
    public long Free { get; private set; }

    /// <summary>Bytes of all requests.</summary>
    public long Bytes { get; private set; }

    /// <summary>Ticks in which something passed.</summary>
    public long Busy { get; private set; }

    /// <summary>Lets a request pass behind those before it; it has passed at <see cref="Free"/>.</summary>
    /// <returns>The tick at which its first byte passes.</returns>
    public long Pass(long now, long bytes)
    {
        if (bytes == 0)
        {
            return now;
        }

        if (Free < now)
        {
            (Free, _rest) = (now, 0);
        }

        long start = Free;
        long taken = (bytes * _perByte) + _rest;
        (Free, _rest) = (start + (taken >> Fraction), taken & ((1L << Fraction) - 1));
        Bytes += bytes;
        Busy += Free - start;
        return start;
    }
}

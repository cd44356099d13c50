namespace Orrery.Gpu.Timing;

/// <summary>A wire that carries so many bytes a cycle, one transfer after the other. Times are kept in 1/256 of a cycle.</summary>
internal struct WirePort
{
    /// <summary>Parts of a cycle in which occupancy is counted.</summary>
    public const int Fraction = 256;

    private long _free;

    /// <summary>Sends a transfer; returns the cycle in which its last byte is through.</summary>
    /// <param name="time">Cycle in which it is ready.</param>
    /// <param name="duration">Its length in 1/256 of a cycle.</param>
    public long Send(long time, long duration)
    {
        _free = Math.Max(_free, time * Fraction) + duration;
        return (_free + Fraction - 1) / Fraction;
    }

    /// <summary>How long a number of bytes takes, in 1/256 of a cycle.</summary>
    public static long Duration(long bytes, double bytesPerCycle) => (long)Math.Round(bytes * Fraction / bytesPerCycle);
}

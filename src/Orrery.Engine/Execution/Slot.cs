namespace Orrery.Engine.Execution;

/// <summary>
/// One place of a link's ring. The stamp says who owns it and from which tick on, in one 64-bit word, so that
/// the two ends need neither lock nor copy: full, the message is there from that tick on; free, the place may
/// be written from that tick on (the credit's way back). A stamp written within a lookahead window never lies within
/// it, so reading the old one or the new one gives the same answer.
/// </summary>
internal struct Slot<T> where T : unmanaged
{
    internal long Stamp;
    internal T Message;
}

/// <summary>The encoding of <see cref="Slot{T}.Stamp"/>: tick, then a bit "sender waits for this place", then a bit "full".</summary>
internal static class Stamp
{
    internal const long FullBit = 1;
    internal const long WantedBit = 2;
    internal const int TickShift = 2;

    /// <summary>Ticks stay below this so that a stamp, a wheel and a sum of two ticks all fit in 64 bits.</summary>
    internal const long LastTick = 1L << 60;

    internal static long Full(long tick) => tick << TickShift | FullBit;
    internal static long Free(long tick) => tick << TickShift;
    internal static bool IsFull(long stamp) => (stamp & FullBit) != 0;
    internal static long Tick(long stamp) => stamp >> TickShift;

    /// <summary>True when the stamp says full, and arrived by <paramref name="now"/>.</summary>
    internal static bool Arrived(long stamp, long now) => IsFull(stamp) && Tick(stamp) <= now;

    /// <summary>True when the stamp says free, and the credit is back by <paramref name="now"/>.</summary>
    internal static bool Usable(long stamp, long now) => !IsFull(stamp) && Tick(stamp) <= now;
}

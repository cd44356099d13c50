using System.Numerics;

namespace Orrery.Engine.Arbiters;

/// <summary>Who asks an arbiter for a grant: up to 64 requesters by number, and since when the head of each waits.</summary>
public readonly ref struct Requests
{
    /// <param name="mask">Bit i is set where requester i asks.</param>
    /// <param name="since">The tick since which the message at the head of each requester waits; the least is the oldest.
    /// Only the entries of those who ask mean anything.</param>
    public Requests(ulong mask, ReadOnlySpan<long> since)
    {
        Mask = mask;
        Since = since;
    }

    /// <summary>Bit i is set where requester i asks.</summary>
    public ulong Mask { get; }

    /// <summary>The tick since which the head of each requester waits; the age is the current tick less this.</summary>
    public ReadOnlySpan<long> Since { get; }

    /// <summary>How many ask.</summary>
    public int Count => BitOperations.PopCount(Mask);

    /// <summary>True when this requester asks.</summary>
    public bool Has(int requester) => (uint)requester < 64 && (Mask >> requester & 1) != 0;

    /// <summary>The first requester from a number on, round the circle; there must be one.</summary>
    public int FirstFrom(int requester)
    {
        ulong atOrAfter = requester < 64 ? Mask & (ulong.MaxValue << requester) : 0;
        return BitOperations.TrailingZeroCount(atOrAfter != 0 ? atOrAfter : Mask);
    }
}

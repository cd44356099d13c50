using System.Numerics;

namespace Orrery.Gpu.Memory.Parts;

/// <summary>An order of the ways of a set: sixteen numbers of four bits in one word.</summary>
public static class WayOrder
{
    /// <summary>The most ways: a set is one cache line of the host, its order one word.</summary>
    public const int MostWays = 16;

    /// <summary>Way 0 first, then 1 and so on.</summary>
    public const ulong Ascending = 0xFEDC_BA98_7654_3210;

    private const ulong EachNibble = 0x1111_1111_1111_1111;

    /// <summary>The way at a place.</summary>
    public static int At(ulong order, int place) => (int)(order >> 4 * place & 15);

    /// <summary>A way moves to the first place.</summary>
    public static ulong ToFront(ulong order, int way) => (order & 15) == (uint)way ? order : Move(order, way, 0);

    /// <summary>A way moves to the last place of a set of so many.</summary>
    public static ulong ToBack(ulong order, int way, int ways) => Move(order, way, 4 * (ways - 1));

    private static ulong Move(ulong order, int way, int to)
    {
        // The nibble that equals the way is the first zero of this: a borrow reaches only nibbles above it.
        ulong other = order ^ (uint)way * EachNibble;
        int from = BitOperations.TrailingZeroCount((other - EachNibble) & ~other & EachNibble << 3) & ~3;
        ulong rest = order & Below(from) | order >> 4 & ~Below(from);
        return rest & Below(to) | (rest & ~Below(to)) << 4 | (ulong)(uint)way << to;
    }

    private static ulong Below(int bit) => (1UL << bit) - 1;
}

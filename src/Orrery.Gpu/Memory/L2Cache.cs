using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Orrery.Gpu.Memory;

/// <summary>
/// The cache of one L2 partition: lines of four sectors in slices and sets, write-back, least recently used out first. A set lies in 64 bytes
/// side by side and its order of use in 8 more: what is looked up so often must not cost a miss of the processor's own cache for each way.
/// </summary>
internal sealed class L2Cache
{
    /// <summary>No place: all lines of the set are on their way.</summary>
    public const int None = -1;

    /// <summary>The most ways: a set is one cache line, its order of use one word.</summary>
    public const int MostWays = 16;

    private const ulong EachNibble = 0x1111_1111_1111_1111;
    private const ulong FirstOrder = 0xFEDC_BA98_7654_3210;

    private readonly int _ways;
    private readonly uint _sets;
    private readonly Divider _set;
    private readonly L2Line[] _lines;

    // The ways of each set, last used first: four bits each.
    private readonly ulong[] _orders;

    // The youngest fill that is on its way to each line.
    private readonly int[] _fills;

    public L2Cache(int slices, int lines, int ways)
    {
        (_ways, _sets) = (ways, (uint)Math.Max(1, lines / slices / ways));
        _set = new Divider(_sets);
        _lines = new L2Line[slices * _sets * MostWays];
        (_orders, _fills) = (new ulong[slices * _sets], new int[_lines.Length]);
        Array.Fill(_lines, L2Line.Empty);
        Array.Fill(_orders, FirstOrder);
    }

    public ref L2Line this[int at] => ref _lines[at];

    /// <summary>The youngest fill that is on its way to a line.</summary>
    public ref int FillOf(int at) => ref _fills[at];

    /// <summary>Where a line may be.</summary>
    /// <param name="slice">The line's slice.</param>
    /// <param name="row">Its number in the slice.</param>
    public LineHome HomeOf(int slice, uint row)
    {
        uint tag = _set.Divide(row);
        if (tag > L2Line.LastTag) throw new InvalidOperationException($"row {row} of a slice lies beyond what {_sets} sets can tell apart");
        return new LineHome((int)((uint)slice * _sets + (row - tag * _sets)), tag);
    }

    /// <summary>
    /// Reads what <see cref="Place"/> will need of a set. Called for all lines of a request before the first is placed, so that the
    /// processor's own cache misses overlap (measured on a GEMM of 4096: a tenth of the whole time).
    /// </summary>
    public uint Touch(int set) => _lines[set * MostWays].Bits ^ (uint)_orders[set];

    /// <summary>Finds the place of a line, or makes one; what was there before is given back if it must be written to memory.</summary>
    /// <param name="home">Where the line may be.</param>
    /// <param name="evicted">The row of the line that has to leave.</param>
    /// <param name="dirty">Its changed sectors; 0 when nothing need be written.</param>
    public int Place(LineHome home, out uint evicted, out int dirty)
    {
        (evicted, dirty) = (0, 0);
        int first = home.Set * MostWays;
        ref ulong order = ref _orders[home.Set];
        int way = WayOf(first, home.Tag);
        if (way < 0)
        {
            way = Victim(first, order);
            if (way < 0) return None;
            ref L2Line line = ref _lines[first + way];
            dirty = line.Dirty;
            if (dirty != 0) evicted = line.Tag * _sets + (uint)home.Set % _sets;
            line = L2Line.Of(home.Tag);
        }
        if ((order & 15) != (uint)way) order = ToFront(order, (uint)way);
        return first + way;
    }

    private int WayOf(int first, uint tag)
    {
        ReadOnlySpan<uint> set = MemoryMarshal.Cast<L2Line, uint>(_lines.AsSpan(first, MostWays));
        Vector512<uint> tags = Vector512.ShiftRightLogical(Vector512.Create(set), L2Line.TagShift);
        ulong found = Vector512.Equals(tags, Vector512.Create(tag)).ExtractMostSignificantBits();
        return found == 0 ? -1 : BitOperations.TrailingZeroCount(found);
    }

    private int Victim(int first, ulong order)
    {
        for (int place = _ways - 1; place >= 0; place--)
        {
            int way = (int)(order >> 4 * place & 15);
            if (_lines[first + way].Pending == 0) return way;
        }
        return -1;
    }

    private static ulong ToFront(ulong order, uint way)
    {
        // The nibble that equals the way is the first zero of this: a borrow reaches only nibbles above it.
        ulong other = order ^ way * EachNibble;
        int at = BitOperations.TrailingZeroCount((other - EachNibble) & ~other & EachNibble << 3) & ~3;
        ulong before = order & (1UL << at) - 1;
        ulong after = at == 60 ? 0 : order & ulong.MaxValue << at + 4;
        return after | before << 4 | way;
    }
}

/// <summary>Where a line may be in a cache.</summary>
/// <param name="Set">Its set.</param>
/// <param name="Tag">What tells it from the other lines of the set.</param>
internal readonly record struct LineHome(int Set, uint Tag);

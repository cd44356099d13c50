using System.Numerics;

namespace Orrery.Gpu.Timing;

/// <summary>
/// Events of one component by cycle: a ring of short queues, first in, first out, with a bit for each queue that is not empty, so
/// that the next cycle with work is found without looking at the empty ones. An event that lies further ahead than the ring is
/// long goes round.
/// </summary>
internal sealed class EventWheel
{
    private const int Slots = 512;
    private const int Words = Slots / 64;
    private const int None = -1;

    private readonly int[] _head = new int[Slots];
    private readonly int[] _tail = new int[Slots];
    private readonly ulong[] _occupied = new ulong[Words];
    private Node[] _nodes = new Node[256];
    private int _free = None;
    private int _used;

    /// <summary>How many events wait.</summary>
    public int Count { get; private set; }

    /// <summary>Adds an event.</summary>
    /// <param name="time">Cycle, later than any cycle that was drained.</param>
    /// <param name="kind">What happens; the owner's own numbering.</param>
    /// <param name="who">To whom.</param>
    /// <param name="mask">Registers that it concerns, or nothing.</param>
    public void Push(long time, int kind, int who, ulong mask = 0)
    {
        int at = _free;
        if (at == None) at = Grow();
        else _free = _nodes[at].Next;
        _nodes[at] = new Node { Time = time, Mask = mask, Who = who, Kind = kind, Next = None };
        Append(at, (int)(time & (Slots - 1)));
        Count++;
    }

    /// <summary>Takes the next event of a cycle; false when there is none left.</summary>
    public bool TryTake(long time, out int kind, out int who, out ulong mask)
    {
        int slot = (int)(time & (Slots - 1));
        // An event of a later round goes to the end of its own queue; the first of this round is behind it.
        int last = _tail[slot];
        while ((_occupied[slot >> 6] >> slot & 1) != 0)
        {
            int at = _head[slot];
            ref Node node = ref _nodes[at];
            Unlink(slot, node.Next);
            if (node.Time == time)
            {
                (kind, who, mask) = (node.Kind, node.Who, node.Mask);
                node.Next = _free;
                _free = at;
                Count--;
                return true;
            }
            node.Next = None;
            Append(at, slot);
            if (at == last) break;
        }
        (kind, who, mask) = (0, 0, 0);
        return false;
    }

    /// <summary>The first cycle from a cycle on that may have an event; <see cref="long.MaxValue"/> when nothing waits.</summary>
    public long Next(long from)
    {
        if (Count == 0) return long.MaxValue;
        int start = (int)(from & (Slots - 1));
        int word = start >> 6;
        ulong bits = _occupied[word] & ulong.MaxValue << start;
        for (int step = 0; step <= Words; step++)
        {
            if (bits != 0)
            {
                int slot = (word << 6) + BitOperations.TrailingZeroCount(bits);
                return from + ((slot - start) & (Slots - 1));
            }
            word = (word + 1) & (Words - 1);
            bits = _occupied[word];
        }
        return long.MaxValue;
    }

    private void Append(int at, int slot)
    {
        ref ulong word = ref _occupied[slot >> 6];
        ulong bit = 1UL << slot;
        if ((word & bit) == 0) _head[slot] = at;
        else _nodes[_tail[slot]].Next = at;
        _tail[slot] = at;
        word |= bit;
    }

    private void Unlink(int slot, int next)
    {
        if (next == None) _occupied[slot >> 6] &= ~(1UL << slot);
        else _head[slot] = next;
    }

    private int Grow()
    {
        if (_used == _nodes.Length) Array.Resize(ref _nodes, 2 * _used);
        return _used++;
    }

    private struct Node
    {
        public long Time;
        public ulong Mask;
        public int Who;
        public int Kind;
        public int Next;
    }
}

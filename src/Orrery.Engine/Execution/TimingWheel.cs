using System.Numerics;
using static Orrery.Engine.Execution.Unchecked;

namespace Orrery.Engine.Execution;

/// <summary>What a timing wheel tells whatever its letters carry.</summary>
internal abstract class TimingWheel
{
    /// <summary>The earliest due tick, or <see cref="long.MaxValue"/> when nothing waits.</summary>
    internal long Next = long.MaxValue;
}

/// <summary>
/// A hierarchical timing wheel: letters wait in a pile per due tick. Adding and taking cost O(1) at any distance, and nothing
/// is allocated once the pool is warm.
/// </summary>
/// <remarks>
/// Level k has 4096 slots of 4096^k ticks, aligned, but for the ground, which has a slot for each tick of the current block of
/// 4096 and of the next: a letter moves down at most once a level, and always before a later one for the same tick can be added, so
/// a pile is in the order of adding. A pile is a chain of small chunks and not a chain of
/// letters: reading it is sequential, where a chain waits for the memory at every step (measured on phold sparse: 10 to
/// 20 % of the time of an event).
/// </remarks>
internal sealed class TimingWheel<T> : TimingWheel where T : unmanaged
{
    internal const int None = 0;
    internal const int ChunkBits = 5;
    internal const int ChunkSize = 1 << ChunkBits;
    private const int Bits = 12;
    private const int Slots = 1 << Bits;
    private const int Mask = Slots - 1;
    private const int GroundMask = 2 * Slots - 1;
    private const int Levels = 6;

    /// <summary>Slots in blocks of 4096, and which of them are not empty.</summary>
    private sealed class Level(int blocks)
    {
        /// <summary>For each slot the place after the newest letter, or 0 for none.</summary>
        internal readonly int[] Tails = new int[blocks * Slots];
        internal readonly ulong[] Busy = new ulong[blocks * Slots / 64];
        internal readonly ulong[] Summary = new ulong[blocks];

        internal void Mark(int at)
        {
            Busy[at >> 6] |= 1UL << at;
            Summary[at >> Bits] |= 1UL << (at >> 6);
        }

        internal void Clear(int at)
        {
            Tails[at] = 0;
            if ((Busy[at >> 6] &= ~(1UL << at)) == 0) Summary[at >> Bits] &= ~(1UL << (at >> 6));
        }

        /// <summary>The first slot of a block that is not empty. Only while the block's summary is not 0.</summary>
        internal int First(int block)
        {
            int word = block * (Slots / 64) + BitOperations.TrailingZeroCount(Summary[block]);
            return (word << 6) + BitOperations.TrailingZeroCount(Busy[word]);
        }
    }

    /// <summary>The letters by place; the first chunk is never used, so that place 0 can mean none.</summary>
    internal Letter<T>[] Letters = new Letter<T>[8 * ChunkSize];

    /// <summary>When the letters of the upper levels are due. On the ground the slot says it, and a letter stays small.</summary>
    private long[] _due = [];

    /// <summary>For each chunk the place after the newest letter of the chunk before it in the pile, or 0.</summary>
    private int[] _before = new int[8];
    private readonly Level[] _levels = new Level[Levels];
    private readonly Level _ground = new(2);
    private int _freeChunk;
    private int _usedChunks = 1;
    private long _base;
    private long _block;

    /// <summary>Sets the time of an empty wheel.</summary>
    internal void Rebase(long tick) => (_base, _block) = (tick, tick & ~(long)Mask);

    /// <summary>Adds a letter due at a tick later than the last one taken; returns its place.</summary>
    internal int Add(long due, int key, T message)
    {
        if (due < Next) Next = due;
        return Put(due, key, message);
    }

    private int Put(long due, int key, T message)
    {
        return due - _block < 2 * Slots ? Put(_ground, (int)due & GroundMask, key, message) : PutFar(due, key, message);
    }

    /// <summary>
    /// Takes the pile of the tick <see cref="TimingWheel.Next"/>: the place after its newest letter. Its letters stay valid until
    /// <see cref="Free"/>.
    /// </summary>
    internal int Take()
    {
        long tick = Next;
        if (tick - _block >= Slots) EnterBlock(tick);
        _base = tick;
        int at = (int)tick & GroundMask;
        Level ground = _ground;
        int tail = At(ground.Tails, at);
        ground.Clear(at);
        // The common case, another letter within the same 64 ticks, is answered from the word at hand.
        ulong rest = At(ground.Busy, at >> 6);
        Next = rest != 0 ? (tick & ~63L) | (uint)BitOperations.TrailingZeroCount(rest) : Search();
        return tail;
    }

    /// <summary>The place of the oldest letter in the chunk that ends before <paramref name="tail"/>.</summary>
    internal static int ChunkOf(int tail) => (tail - 1) & ~(ChunkSize - 1);

    /// <summary>From the place after the newest letter of a chunk to the same of the older chunk, or 0.</summary>
    internal int Before(int tail) => At(_before, ChunkOf(tail) >> ChunkBits);

    /// <summary>Gives a pile back to the pool.</summary>
    internal void Free(int tail)
    {
        while (tail != 0)
        {
            int chunk = ChunkOf(tail) >> ChunkBits;
            tail = At(_before, chunk);
            At(_before, chunk) = _freeChunk;
            _freeChunk = chunk;
        }
    }

    /// <summary>Yields what waits, each tick's letters in the order of adding, and leaves the wheel empty. Not for hot code.</summary>
    internal IEnumerable<(long Due, Letter<T> Letter, int Place)> Drain()
    {
        while (Next != long.MaxValue)
        {
            long due = Next;
            int pile = Take();
            foreach (int place in OldestFirst(pile)) yield return (due, Letters[place], place);
            Free(pile);
        }
    }

    /// <summary>The places of a pile in the order of adding. Not for hot code.</summary>
    internal int[] OldestFirst(int tail)
    {
        var places = new List<int>();
        for (; tail != 0; tail = Before(tail))
        {
            for (int place = tail - 1; place >= ChunkOf(tail); place--) places.Add(place);
        }
        places.Reverse();
        return [.. places];
    }

    private int PutFar(long due, int key, T message)
    {
        int k = LevelOf(due, _base);
        int place = Put(_levels[k] ??= new Level(1), (int)(due >> (k * Bits)) & Mask, key, message);
        if (_due.Length < Letters.Length) Array.Resize(ref _due, Letters.Length);
        _due[place] = due;
        return place;
    }

    private int Put(Level level, int at, int key, T message)
    {
        ref int tail = ref At(level.Tails, at);
        int place = tail;
        if ((place & (ChunkSize - 1)) == 0) place = StartChunk(level, at, place);
        tail = place + 1;
        ref Letter<T> letter = ref At(Letters, place);
        letter.Message = message;
        letter.Key = key;
        return place;
    }

    /// <summary>A slot is empty or its newest chunk is full: a free chunk follows it.</summary>
    private int StartChunk(Level level, int at, int before)
    {
        level.Mark(at);
        int chunk = _freeChunk;
        if (chunk != 0)
        {
            _freeChunk = _before[chunk];
        }
        else
        {
            chunk = _usedChunks++;
            if (chunk == _before.Length)
            {
                Array.Resize(ref _before, chunk * 2);
                Array.Resize(ref Letters, chunk * 2 * ChunkSize);
            }
        }
        _before[chunk] = before;
        return chunk << ChunkBits;
    }

    /// <summary>Where a letter's twin array lies (its origin), told when it moves to another place.</summary>
    internal Action<int, int>? Moved { get; set; }

    /// <summary>
    /// Moves time to a tick in another block. What was upstairs for that block comes down, unless it came when the block was the
    /// next one; and what is upstairs for the block after it.
    /// </summary>
    private void EnterBlock(long tick)
    {
        long before = _base, block = tick & ~(long)Mask;
        (_base, _block) = (tick, block);
        BringDown(tick, before);
        BringDown(block + Slots, tick);
    }

    /// <summary>Empties the slot that holds a tick, as seen from another, and puts its letters where they belong now.</summary>
    private void BringDown(long tick, long seenFrom)
    {
        int k = LevelOf(tick, seenFrom);
        int at = (int)(tick >> (k * Bits)) & Mask;
        if (_levels[k] is not { } level || level.Tails[at] == 0) return;
        int pile = level.Tails[at];
        level.Clear(at);
        for (int tail = OldestChunk(pile); tail != 0;)
        {
            int chunk = ChunkOf(tail);
            for (int from = chunk; from < tail; from++)
            {
                int place = Put(_due[from], Letters[from].Key, Letters[from].Message);
                Moved?.Invoke(from, place);
            }
            tail = _before[chunk >> ChunkBits];
            _before[chunk >> ChunkBits] = _freeChunk;
            _freeChunk = chunk >> ChunkBits;
        }
    }

    /// <summary>Turns the chain of a pile's chunks round; each entry of _before then leads to the newer chunk.</summary>
    private int OldestChunk(int pile)
    {
        int oldest = 0;
        for (int tail = pile; tail != 0;)
        {
            ref int link = ref _before[ChunkOf(tail) >> ChunkBits];
            (int older, link) = (link, oldest);
            (oldest, tail) = (tail, older);
        }
        return oldest;
    }

    private static int LevelOf(long tick, long seenFrom) => (63 - BitOperations.LeadingZeroCount((ulong)(tick ^ seenFrom))) / Bits;

    /// <summary>The earliest due tick after the word at hand: in this block or the next, else the least of the nearest slot above.</summary>
    private long Search()
    {
        int half = (int)(_block >> Bits) & 1;
        if (_ground.Summary[half] != 0) return _block + (_ground.First(half) & Mask);
        if (_ground.Summary[1 - half] != 0) return _block + Slots + (_ground.First(1 - half) & Mask);
        for (int k = 1; k < Levels; k++)
        {
            if (_levels[k] is not { } level || level.Summary[0] == 0) continue;
            long least = long.MaxValue;
            for (int tail = level.Tails[level.First(0)]; tail != 0; tail = Before(tail))
            {
                for (int place = ChunkOf(tail); place < tail; place++) least = Math.Min(least, _due[place]);
            }
            return least;
        }
        return long.MaxValue;
    }
}

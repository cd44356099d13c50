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
/// Level k has 4096 slots of 4096^k ticks, aligned, so that a letter moves down at most once a level and always before a later
/// one for the same tick can be added: a pile is in the order of adding. A pile is a chain of small chunks and not a chain of
/// letters: reading it is sequential, where a chain waits for the memory at every step (measured on phold sparse: a third of
/// the time of an event).
/// </remarks>
internal sealed class TimingWheel<T> : TimingWheel where T : unmanaged
{
    internal const int None = 0;
    internal const int ChunkBits = 5;
    internal const int ChunkSize = 1 << ChunkBits;
    private const int Bits = 12;
    private const int Slots = 1 << Bits;
    private const int Mask = Slots - 1;
    private const int Levels = 6;

    private sealed class Level
    {
        /// <summary>For each slot the place after the newest letter, or 0 for none.</summary>
        internal readonly int[] Tails = new int[Slots];
        internal readonly ulong[] Busy = new ulong[Slots / 64];
        internal ulong Summary;
    }

    /// <summary>The letters by place; the first chunk is never used, so that place 0 can mean none.</summary>
    internal Letter<T>[] Letters = new Letter<T>[8 * ChunkSize];

    /// <summary>When the letters of the upper levels are due. On the ground the slot says it, and a letter stays small.</summary>
    private long[] _due = [];

    /// <summary>For each chunk the place after the newest letter of the chunk before it in the pile, or 0.</summary>
    private int[] _before = new int[8];
    private readonly Level[] _levels = new Level[Levels];
    private readonly Level _ground = new();
    private readonly int[] _tails;
    private int _freeChunk;
    private int _usedChunks = 1;
    private long _base;

    internal TimingWheel() => (_levels[0], _tails) = (_ground, _ground.Tails);

    /// <summary>Sets the time of an empty wheel.</summary>
    internal void Rebase(long tick) => _base = tick;

    /// <summary>Adds a letter due at a tick later than the last one taken; returns its place, where the message is to be put.</summary>
    internal int Add(long due, int key)
    {
        if (due < Next) Next = due;
        return (due ^ _base) < Slots ? PutNear(due, key) : PutFar(due, key);
    }

    /// <summary>
    /// Takes the pile of the tick <see cref="TimingWheel.Next"/>: the place after its newest letter. Its letters stay valid until
    /// <see cref="Free"/>.
    /// </summary>
    internal int Take()
    {
        long tick = Next;
        if ((tick ^ _base) >= Slots) Descend(tick);
        _base = tick;
        int at = (int)tick & Mask, word = at >> 6;
        Level ground = _ground;
        int tail = At(ground.Tails, at);
        At(ground.Tails, at) = 0;
        ulong rest = At(ground.Busy, word) &= ~(1UL << at);
        if (rest == 0) ground.Summary &= ~(1UL << word);
        // The common case, another letter within the same 64 ticks, is answered from the word at hand.
        rest &= ulong.MaxValue << at;
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

    private int PutNear(long due, int key)
    {
        int at = (int)due & Mask;
        ref int tail = ref At(_tails, at);
        int place = tail;
        if ((place & (ChunkSize - 1)) == 0) place = StartChunk(_ground, at, place);
        tail = place + 1;
        At(Letters, place).Key = key;
        return place;
    }

    private int PutFar(long due, int key)
    {
        (Level level, int at) = Far(due);
        ref int tail = ref At(level.Tails, at);
        int place = tail;
        if ((place & (ChunkSize - 1)) == 0) place = StartChunk(level, at, place);
        tail = place + 1;
        if (_due.Length < Letters.Length) Array.Resize(ref _due, Letters.Length);
        _due[place] = due;
        Letters[place].Key = key;
        return place;
    }

    /// <summary>A slot is empty or its newest chunk is full: a free chunk follows it.</summary>
    private int StartChunk(Level level, int at, int before)
    {
        level.Busy[at >> 6] |= 1UL << at;
        level.Summary |= 1UL << (at >> 6);
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

    private (Level Level, int At) Far(long due)
    {
        int k = (63 - BitOperations.LeadingZeroCount((ulong)(due ^ _base))) / Bits;
        return (_levels[k] ??= new Level(), (int)(due >> (k * Bits)) & Mask);
    }

    /// <summary>Where a letter's twin array lies (its origin), told when it moves to another place.</summary>
    internal Action<int, int>? Moved { get; set; }

    /// <summary>Moves time to a tick in another block: the one slot that holds that block comes down, oldest first.</summary>
    private void Descend(long tick)
    {
        (Level level, int at) = Far(tick);
        int word = at >> 6, pile = level.Tails[at];
        level.Tails[at] = 0;
        if ((level.Busy[word] &= ~(1UL << at)) == 0) level.Summary &= ~(1UL << word);
        _base = tick;
        int oldest = 0;
        for (int tail = pile; tail != 0;)
        {
            // Turn the chain of chunks round; each entry of _before then leads to the newer chunk.
            ref int link = ref _before[ChunkOf(tail) >> ChunkBits];
            (int older, link) = (link, oldest);
            oldest = tail;
            tail = older;
        }
        for (int tail = oldest; tail != 0;)
        {
            int chunk = ChunkOf(tail);
            for (int from = chunk; from < tail; from++)
            {
                long due = _due[from];
                int place = (due ^ tick) < Slots ? PutNear(due, Letters[from].Key) : PutFar(due, Letters[from].Key);
                Letters[place].Message = Letters[from].Message;
                Moved?.Invoke(from, place);
            }
            tail = _before[chunk >> ChunkBits];
            _before[chunk >> ChunkBits] = _freeChunk;
            _freeChunk = chunk >> ChunkBits;
        }
    }

    /// <summary>The earliest due tick after the word at hand: in this block, else the least of the nearest occupied slot above.</summary>
    private long Search()
    {
        if (_ground.Summary != 0)
        {
            int word = BitOperations.TrailingZeroCount(_ground.Summary);
            return (_base & ~(long)Mask) | (uint)((word << 6) + BitOperations.TrailingZeroCount(_ground.Busy[word]));
        }
        for (int k = 1; k < Levels; k++)
        {
            if (_levels[k] is not { Summary: not 0 } level) continue;
            int word = BitOperations.TrailingZeroCount(level.Summary);
            long least = long.MaxValue;
            for (int tail = level.Tails[(word << 6) + BitOperations.TrailingZeroCount(level.Busy[word])]; tail != 0; tail = Before(tail))
            {
                for (int place = ChunkOf(tail); place < tail; place++) least = Math.Min(least, _due[place]);
            }
            return least;
        }
        return long.MaxValue;
    }
}

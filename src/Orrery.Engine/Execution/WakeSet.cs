using System.Numerics;
using static Orrery.Engine.Execution.Unchecked;

namespace Orrery.Engine.Execution;

/// <summary>
/// A set of small integers (a partition's local component numbers), one bit each, walked in ascending order. Above some thousand
/// members a second level says which words are not empty; below that, keeping it would cost more than reading all words.
/// </summary>
internal sealed class WakeSet
{
    private const int LargestPlain = 4_096;
    private readonly ulong[] _words;
    private readonly ulong[]? _summary;
    private bool _any;

    internal WakeSet(int capacity)
    {
        _words = new ulong[Math.Max(1, (capacity + 63) >> 6)];
        if (capacity > LargestPlain) _summary = new ulong[(_words.Length + 63) >> 6];
    }

    internal bool IsEmpty => !_any;

    internal void Add(int item)
    {
        int word = item >> 6;
        At(_words, word) |= 1UL << item;
        _any = true;
        if (_summary is not null) At(_summary, word >> 6) |= 1UL << word;
    }

    /// <summary>Moves every member to a list, ascending, and returns how many there were.</summary>
    internal int TakeAll(int[] members)
    {
        int count = 0;
        _any = false;
        if (_summary is null)
        {
            for (int word = 0; word < _words.Length; word++) count = TakeWord(word, members, count);
            return count;
        }
        for (int s = 0; s < _summary.Length; s++)
        {
            ulong busy = _summary[s];
            _summary[s] = 0;
            for (; busy != 0; busy &= busy - 1) count = TakeWord((s << 6) + BitOperations.TrailingZeroCount(busy), members, count);
        }
        return count;
    }

    private int TakeWord(int word, int[] members, int count)
    {
        ulong bits = At(_words, word);
        if (bits == 0) return count;
        At(_words, word) = 0;
        for (; bits != 0; bits &= bits - 1) At(members, count++) = (word << 6) + BitOperations.TrailingZeroCount(bits);
        return count;
    }
}

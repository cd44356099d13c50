using System.Numerics;
using static Orrery.Engine.Execution.Unchecked;

namespace Orrery.Engine.Execution;

/// <summary>
/// A set of small integers (a partition's local component numbers) in two levels of bits, so that an
/// almost empty set of 100,000 is walked in nanoseconds and always in ascending order.
/// </summary>
internal sealed class WakeSet
{
    internal readonly ulong[] Words;
    internal readonly ulong[] Summary;

    internal WakeSet(int capacity)
    {
        Words = new ulong[Math.Max(1, (capacity + 63) >> 6)];
        Summary = new ulong[(Words.Length + 63) >> 6];
    }

    internal void Add(int item)
    {
        int word = item >> 6;
        At(Words, word) |= 1UL << item;
        At(Summary, word >> 6) |= 1UL << word;
    }

    internal bool IsEmpty
    {
        get
        {
            foreach (ulong summary in Summary)
            {
                if (summary != 0) return false;
            }
            return true;
        }
    }

    /// <summary>Moves every member to a list, ascending, and returns how many there were.</summary>
    internal int TakeAll(int[] members)
    {
        int count = 0;
        for (int s = 0; s < Summary.Length; s++)
        {
            for (ulong busy = Summary[s]; busy != 0; busy &= busy - 1)
            {
                int word = (s << 6) + BitOperations.TrailingZeroCount(busy);
                ulong bits = At(Words, word);
                At(Words, word) = 0;
                for (; bits != 0; bits &= bits - 1)
                {
                    At(members, count++) = (word << 6) + BitOperations.TrailingZeroCount(bits);
                }
            }
            Summary[s] = 0;
        }
        return count;
    }
}

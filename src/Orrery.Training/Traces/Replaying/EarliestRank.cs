using System.Numerics;

namespace Orrery.Training.Traces.Replaying;

/// <summary>Knows which rank comes next: a tree of matches in which the earlier tick wins, of equal ones the lower rank.</summary>
internal sealed class EarliestRank
{
    private readonly long[] _ticks;
    private readonly int[] _winners;
    private readonly int _leaves;

    public EarliestRank(int ranks)
    {
        _leaves = (int)BitOperations.RoundUpToPowerOf2((uint)ranks);
        _ticks = new long[_leaves];
        Array.Fill(_ticks, long.MaxValue);
        _winners = new int[2 * _leaves];
        for (int at = (2 * _leaves) - 1; at > 0; at--)
        {
            _winners[at] = at >= _leaves ? at - _leaves : _winners[2 * at];
        }
    }

    /// <summary>The rank with the earliest tick.</summary>
    public int First => _winners[1];

    /// <summary>That tick; <see cref="long.MaxValue"/> where no rank has one.</summary>
    public long FirstTick => _ticks[_winners[1]];

    /// <summary>Sets the tick of a rank.</summary>
    public void Set(int rank, long tick)
    {
        if (_ticks[rank] == tick)
        {
            return;
        }

        _ticks[rank] = tick;
        for (int at = (rank + _leaves) / 2; at > 0; at /= 2)
        {
            int left = _winners[2 * at], right = _winners[(2 * at) + 1];
            _winners[at] = _ticks[right] < _ticks[left] ? right : left;
        }
    }
}

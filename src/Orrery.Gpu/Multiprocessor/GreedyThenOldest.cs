using System.Numerics;

namespace Orrery.Gpu.Multiprocessor;

/// <summary>The same warp as long as it can issue, then the oldest (Rogers, O'Connor and Aamodt, MICRO 2012).</summary>
public readonly struct GreedyThenOldest : IWarpScheduler
{
    /// <inheritdoc/>
    public int Pick(uint candidates, int last, ReadOnlySpan<int> ages)
    {
        if ((candidates >> last & 1) != 0) return last;
        int oldest = BitOperations.TrailingZeroCount(candidates);
        for (uint rest = candidates & candidates - 1; rest != 0; rest &= rest - 1)
        {
            int warp = BitOperations.TrailingZeroCount(rest);
            if (ages[warp] < ages[oldest]) oldest = warp;
        }
        return oldest;
    }
}

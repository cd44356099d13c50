using System.Numerics;

namespace Orrery.Gpu.Multiprocessor;

/// <summary>
/// The oldest warp that can issue. Blocks that share a multiprocessor run apart, and the last ones of a grid go to all multiprocessors alike:
/// with a greedy scheduler two blocks of a matrix product end together, some multiprocessors get two more, and grids of 2.4 to 3 waves take up
/// to a third longer than an A100 does.
/// </summary>
public readonly struct OldestFirst : IWarpScheduler
{
    /// <inheritdoc/>
    public int Pick(uint candidates, int last, ReadOnlySpan<int> ages)
    {
        int oldest = BitOperations.TrailingZeroCount(candidates);
        for (uint rest = candidates & candidates - 1; rest != 0; rest &= rest - 1)
        {
            int warp = BitOperations.TrailingZeroCount(rest);
            if (ages[warp] < ages[oldest]) oldest = warp;
        }
        return oldest;
    }
}

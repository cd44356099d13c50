using System.Numerics;

namespace Orrery.Gpu.Multiprocessor;

/// <summary>The next warp in turn that can issue.</summary>
public readonly struct LooseRoundRobin : IWarpScheduler
{
    /// <inheritdoc/>
    public int Pick(uint candidates, int last, ReadOnlySpan<int> ages)
    {
        uint after = candidates & ~((2u << last) - 1);
        return BitOperations.TrailingZeroCount(after != 0 ? after : candidates);
    }
}

namespace Orrery.Gpu.Multiprocessor;

/// <summary>The same warp as long as it can issue, then the oldest (Rogers, O'Connor and Aamodt, MICRO 2012).</summary>
public readonly struct GreedyThenOldest : IWarpScheduler
{
    /// <inheritdoc/>
    public int Pick(uint candidates, int last, ReadOnlySpan<int> ages) =>
        (candidates >> last & 1) != 0 ? last : default(OldestFirst).Pick(candidates, last, ages);
}

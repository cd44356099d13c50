namespace Orrery.Gpu.Memory.Parts;

/// <summary>The parts of the memory system that a user may replace by a class of one's own. Each has no state: one serves all partitions.</summary>
public sealed record MemoryParts
{
    /// <summary>Which line of L2 makes room for another.</summary>
    public IReplacementPolicy Replacement { get; init; } = new LeastRecentlyUsed();

    /// <summary>Which request a memory channel serves next.</summary>
    public IMemoryScheduler Scheduler { get; init; } = new FirstReady();

    /// <summary>How far multiprocessors and L2 partitions are from each other.</summary>
    public INetwork Network { get; init; } = new Crossbar();
}

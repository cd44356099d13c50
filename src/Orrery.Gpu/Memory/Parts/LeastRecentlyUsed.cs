namespace Orrery.Gpu.Memory.Parts;

/// <summary>What was not used for longest makes room.</summary>
public sealed class LeastRecentlyUsed : IReplacementPolicy
{
    /// <inheritdoc/>
    public ulong AfterHit(ulong order, int way) => WayOrder.ToFront(order, way);

    /// <inheritdoc/>
    public ulong AfterFill(ulong order, int way, int ways) => WayOrder.ToFront(order, way);
}

namespace Orrery.Gpu.Memory.Parts;

/// <summary>
/// New lines come last and move up when they are used again, so that streams larger than the cache do not empty it (LIP; Qureshi et al., ISCA 2007).
/// </summary>
public sealed class LruInsertion : IReplacementPolicy
{
    /// <inheritdoc/>
    public ulong AfterHit(ulong order, int way) => WayOrder.ToFront(order, way);

    /// <inheritdoc/>
    public ulong AfterFill(ulong order, int way, int ways) => WayOrder.ToBack(order, way, ways);
}

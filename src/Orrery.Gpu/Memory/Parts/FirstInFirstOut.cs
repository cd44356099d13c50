namespace Orrery.Gpu.Memory.Parts;

/// <summary>What came first makes room, used or not.</summary>
public sealed class FirstInFirstOut : IReplacementPolicy
{
    /// <inheritdoc/>
    public ulong AfterHit(ulong order, int way) => order;

    /// <inheritdoc/>
    public ulong AfterFill(ulong order, int way, int ways) => WayOrder.ToFront(order, way);
}

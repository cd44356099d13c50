using System.Numerics;

namespace Orrery.Engine.Arbiters;

/// <summary>The lowest number first, always. Who has a high number may starve.</summary>
public sealed class FixedPriorityArbiter : IArbiter
{
    /// <inheritdoc/>
    public int Grant(in Requests requests) => BitOperations.TrailingZeroCount(requests.Mask);
}

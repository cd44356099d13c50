using System.Numerics;

namespace Orrery.Engine.Arbiters;

/// <summary>Who waits longest first; of those who wait equally long, the lowest number. Nobody starves.</summary>
public sealed class OldestFirstArbiter : IArbiter
{
    /// <inheritdoc/>
    public int Grant(in Requests requests)
    {
        int oldest = BitOperations.TrailingZeroCount(requests.Mask);
        for (ulong rest = requests.Mask & (requests.Mask - 1); rest != 0; rest &= rest - 1)
        {
            int requester = BitOperations.TrailingZeroCount(rest);
            if (requests.Since[requester] < requests.Since[oldest]) oldest = requester;
        }
        return oldest;
    }
}

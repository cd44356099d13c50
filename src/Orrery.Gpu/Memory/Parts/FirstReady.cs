namespace Orrery.Gpu.Memory.Parts;

/// <summary>
/// What can use the bus earliest; where several can when it gets free, row hits, then the oldest (FR-FCFS; Rixner et al., ISCA 2000).
/// </summary>
public sealed class FirstReady : IMemoryScheduler
{
    /// <inheritdoc/>
    public int Choose(in WaitingRequests waiting)
    {
        (int best, long bestColumn, bool bestHits) = (0, long.MaxValue, false);
        for (int place = 0; place < waiting.Count; place++)
        {
            bool hits = waiting.HitsOpenRow(place);
            long column = Math.Max(waiting.BusFree, waiting.Earliest(place));
            if (column > bestColumn || (column == bestColumn && (bestHits || !hits))) continue;
            (best, bestColumn, bestHits) = (place, column, hits);
            if (hits && column == waiting.BusFree) break;
        }
        return best;
    }
}

using System.Diagnostics;

namespace Orrery.Engine.Scaling;

/// <summary>
/// Sits in a sequential run and adds up, for every number of threads at once, what the heaviest partition of each window would have
/// to do.
/// </summary>
internal sealed class ScaleMeter
{
    private readonly Lane[] _lanes;
    private long _last;

    /// <summary>One number of threads: its split, and the window that is being filled.</summary>
    private sealed class Lane
    {
        internal required int[] PartitionOf { get; init; }
        internal required long[] Spent { get; init; }
        internal required long Lookahead { get; init; }
        internal long WindowEnd;
        internal long Windows;
        internal long CriticalPath;
    }

    internal ScaleMeter(IEnumerable<(int[] PartitionOf, long Lookahead)> splits)
    {
        _lanes = [.. splits.Select(split => new Lane
        {
            PartitionOf = split.PartitionOf,
            Lookahead = split.Lookahead,
            Spent = new long[split.PartitionOf.Max() + 1],
        })];
    }

    /// <summary>All time between the first and the last look at the clock within ticks, in timestamps.</summary>
    internal long Spent { get; private set; }

    internal long Activations { get; private set; }

    /// <summary>A tick begins: lanes whose window is over start a new one.</summary>
    internal void BeginTick(long tick)
    {
        foreach (Lane lane in _lanes)
        {
            if (tick < lane.WindowEnd) continue;
            Close(lane);
            lane.Windows++;
            lane.WindowEnd = tick > long.MaxValue - lane.Lookahead ? long.MaxValue : tick + lane.Lookahead;
        }
        _last = Stopwatch.GetTimestamp();
    }

    /// <summary>A component has run.</summary>
    internal void Ran(int component)
    {
        long now = Stopwatch.GetTimestamp(), cost = now - _last;
        _last = now;
        Spent += cost;
        Activations++;
        foreach (Lane lane in _lanes) lane.Spent[lane.PartitionOf[component]] += cost;
    }

    /// <summary>For each split the number of windows and the sum of their heaviest partitions as a share of all work.</summary>
    internal IEnumerable<(long Windows, double Share)> Finish()
    {
        foreach (Lane lane in _lanes)
        {
            Close(lane);
            yield return (lane.Windows, Spent == 0 ? 1 : lane.CriticalPath / (double)Spent);
        }
    }

    private static void Close(Lane lane)
    {
        lane.CriticalPath += lane.Spent.Max();
        Array.Clear(lane.Spent);
    }
}

namespace Orrery.Training.Traces.Replaying;

/// <summary>How far one rank is.</summary>
internal sealed class RankState(RankTrace trace, bool recorded)
{
    /// <summary>Marks a node that is done among <see cref="Left"/>.</summary>
    public const int Done = -1;

    public RankTrace Trace => trace;

    /// <summary>For how many dependencies each node still waits.</summary>
    public int[] Left { get; } = [.. trace.Waits];

    /// <summary>The tick at which the dependencies of each node that are done were.</summary>
    public long[] Ready { get; } = new long[trace.Count];

    public ReadyHeap Heap { get; } = new();

    /// <summary>From when on each communication stream is free.</summary>
    public long[] LaneFree { get; } = new long[trace.Lanes];

    public Intervals Computing { get; } = new();

    public Intervals Communicating { get; } = new();

    public List<ReplaySpan>? Spans { get; } = recorded ? [] : null;

    public int Finished { get; private set; }

    public long End { get; private set; }

    /// <summary>From when on the GPU, the host and the link between them are free.</summary>
    public long GpuFree, HostFree, LinkFree;

    /// <summary>Ends a node and wakes those that wait for it alone.</summary>
    public void Finish(int node, long end)
    {
        Left[node] = Done;
        Finished++;
        End = Math.Max(End, end);
        foreach (int child in trace.Children.AsSpan(trace.FirstChild[node]..trace.FirstChild[node + 1]))
        {
            Ready[child] = Math.Max(Ready[child], end);
            if (--Left[child] == 0)
            {
                Heap.Push(Ready[child], child);
            }
        }
    }

    /// <summary>Keeps what a node does, where this rank is one to be recorded.</summary>
    public void Record(int node, NodeKind kind, int lane, long start, long end) => Spans?.Add(new ReplaySpan(node, kind, lane, start, end));
}

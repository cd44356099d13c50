namespace Orrery.Training.Traces.Replaying;

/// <summary>How far one rank is; the nodes of its trace are used up.</summary>
internal sealed class RankState(RankTrace trace, bool recorded)
{
    public RankTrace Trace => trace;

    public ReadyHeap Heap { get; } = new();

    /// <summary>From when on each communication stream is free.</summary>
    public long[] LaneFree { get; } = new long[trace.Lanes];

    public Intervals Computing { get; } = new();

    public Intervals Communicating { get; } = new();

    public List<ReplaySpan>? Spans { get; } = recorded ? [] : null;

    public int Finished { get; private set; }

    public long End { get; private set; }

    /// <summary>Nodes that wait for other ranks. Where there are none, nothing but this rank itself can wake its nodes.</summary>
    public int Waiting { get; set; }

    /// <summary>From when on the GPU, the host and the link between them are free.</summary>
    public long GpuFree, HostFree, LinkFree;

    /// <summary>Ends a node and wakes those that wait for it alone.</summary>
    public void Finish(int node, long end)
    {
        trace.Nodes[node].Left = TraceNode.Done;
        Finished++;
        End = Math.Max(End, end);
        foreach (int child in trace.ChildrenOf(node))
        {
            ref TraceNode waiting = ref trace.Nodes[child];
            waiting.Ready = Math.Max(waiting.Ready, end);
            if (--waiting.Left == 0)
            {
                Heap.Push(waiting.Ready, child);
            }
        }
    }

    /// <summary>Keeps what a node does, where this rank is one to be recorded.</summary>
    public void Record(int node, NodeKind kind, int lane, long start, long end) => Spans?.Add(new ReplaySpan(node, kind, lane, start, end));
}

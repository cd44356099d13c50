using Orrery.Training.Traces.Matching;

namespace Orrery.Training.Traces.Replaying;

/// <summary>
/// Runs the nodes of all ranks in the order of time, of ranks, and of the files: each as soon as what it depends on is done and its stream is
/// free. A rank has a stream for computation, one or more for communication, one for its host and one for the link to it.
/// A message leaves as soon as its sender can send it, whether or not the receiver waits for it already. A collective begins when all its
/// ranks have come to it and have a stream free; who waits for others holds no stream, so that no order of streams can lock ranks up.
/// </summary>
internal sealed class Replayer
{
    private const long Never = -1;

    private readonly RankState[] _ranks;
    private readonly Exchanges _exchanges;
    private readonly GroupTable _groups;
    private readonly EarliestRank _next;
    private readonly int[] _arrived;
    private readonly long[] _awaited;

    public Replayer(RankTrace[] traces, Exchanges exchanges, GroupTable groups, IReadOnlyList<int> recorded)
    {
        (_exchanges, _groups) = (exchanges, groups);
        HashSet<int> kept = [.. recorded];
        _ranks = [.. traces.Select(trace => new RankState(trace, kept.Contains(trace.Rank)))];
        _next = new EarliestRank(traces.Length);
        _arrived = new int[exchanges.Collectives.Count];
        (_awaited, Sent) = (new long[exchanges.Messages.Count], new (long, long)[exchanges.Messages.Count]);
        Array.Fill(_awaited, Never);
        Array.Fill(Sent, (Never, Never));
    }

    /// <summary>How far each rank is.</summary>
    public IReadOnlyList<RankState> Ranks => _ranks;

    /// <summary>When each message leaves and when it is there.</summary>
    public (long Start, long End)[] Sent { get; }

    /// <summary>Runs everything that can run.</summary>
    /// <returns>Whether all nodes are done.</returns>
    public bool Run()
    {
        for (int rank = 0; rank < _ranks.Length; rank++)
        {
            RankState state = _ranks[rank];
            for (int node = 0; node < state.Trace.Count; node++)
            {
                if (state.Trace.Nodes[node].Left == 0)
                {
                    state.Heap.Push(0, node);
                }
            }

            _next.Set(rank, state.Heap.Earliest);
        }

        while (_next.FirstTick != long.MaxValue)
        {
            RankState state = _ranks[_next.First];
            do
            {
                (long tick, int node) = state.Heap.Pop();
                Start(state, node, tick);
            }
            while (state.Waiting == 0 && IsOwn(state));

            _next.Set(state.Trace.Rank, state.Heap.Earliest);
        }

        return Array.TrueForAll(_ranks, state => state.Finished == state.Trace.Count);
    }

    // Whether the next node concerns no other rank: then it may run ahead of them, which spares turns.
    private static bool IsOwn(RankState state) => state.Heap.Earliest != long.MaxValue && state.Trace.Nodes[state.Heap.First].Kind < NodeKind.Send;

    private void Start(RankState state, int node, long tick)
    {
        NodeKind kind = state.Trace.Nodes[node].Kind;
        long length = state.Trace.Nodes[node].Length;
        switch (kind)
        {
            case NodeKind.Compute:
                Alone(state, node, kind, tick, length, ref state.GpuFree, state.Computing);
                break;
            case NodeKind.Host:
                Alone(state, node, kind, tick, length, ref state.HostFree, null);
                break;
            case NodeKind.Memory:
                Alone(state, node, kind, tick, length, ref state.LinkFree, state.Communicating);
                break;
            case NodeKind.Nothing:
                state.Finish(node, tick);
                break;
            default:
                Communication part = state.Trace.Communications[length];
                if (part.Link < 0)
                {
                    state.Finish(node, tick);
                }
                else if (kind == NodeKind.Send)
                {
                    Send(state, part, tick);
                }
                else if (kind == NodeKind.Receive)
                {
                    state.Waiting++;
                    _awaited[part.Link] = tick;
                    Receive(part.Link);
                }
                else
                {
                    state.Waiting++;
                    if (++_arrived[part.Link] == _exchanges.Collectives[part.Link].Present)
                    {
                        Join(part.Link, tick);
                    }
                }

                break;
        }
    }

    private static void Alone(RankState state, int node, NodeKind kind, long tick, long length, ref long free, Intervals? busy)
    {
        long start = Math.Max(tick, free);
        free = start + length;
        busy?.Add(start, free);
        state.Record(node, kind, 0, start, free);
        state.Finish(node, free);
    }

    private void Send(RankState state, in Communication part, long tick)
    {
        long start = Math.Max(tick, state.LaneFree[part.Lane]);
        long end = start + _exchanges.Messages[part.Link].Ticks;
        state.LaneFree[part.Lane] = end;
        state.Communicating.Add(start, end);
        state.Record(part.Node, NodeKind.Send, part.Lane, start, end);
        Sent[part.Link] = (start, end);
        state.Finish(part.Node, end);
        Receive(part.Link);
    }

    // Ends the receive of a message that has left and is waited for.
    private void Receive(int link)
    {
        (long left, long there) = Sent[link];
        long waits = _awaited[link];
        if (left == Never || waits == Never)
        {
            return;
        }

        MatchedMessage message = _exchanges.Messages[link];
        RankState state = _ranks[message.To];
        (long start, long end) = (Math.Max(left, waits), Math.Max(there, waits));
        state.Communicating.Add(start, end);
        state.Record(message.ToNode, NodeKind.Receive, 0, Math.Min(start, end), end);
        state.Waiting--;
        state.Finish(message.ToNode, end);
        _next.Set(message.To, state.Heap.Earliest);
    }

    private void Join(int link, long tick)
    {
        MatchedCollective whole = _exchanges.Collectives[link];
        int[] members = _groups.MembersOf(whole.Group)!;
        long start = tick;
        for (int at = 0; at < members.Length; at++)
        {
            if (_exchanges.Members[whole.First + at] is >= 0 and var node)
            {
                RankState state = _ranks[members[at]];
                start = Math.Max(start, state.LaneFree[state.Trace.CommunicationOf(node).Lane]);
            }
        }

        long end = start + whole.Ticks;
        for (int at = 0; at < members.Length; at++)
        {
            if (_exchanges.Members[whole.First + at] is >= 0 and var node)
            {
                RankState state = _ranks[members[at]];
                int lane = state.Trace.CommunicationOf(node).Lane;
                state.Waiting--;
                state.LaneFree[lane] = end;
                state.Communicating.Add(start, end);
                state.Record(node, NodeKind.Collective, lane, start, end);
                state.Finish(node, end);
                _next.Set(members[at], state.Heap.Earliest);
            }
        }
    }
}

namespace Orrery.Training.Traces.Replaying;

/// <summary>The nodes of one rank that wait for nothing any more, by the tick at which that is so, then by their place in the file.</summary>
internal sealed class ReadyHeap
{
    private (long Tick, int Node)[] _entries = new (long, int)[16];
    private int _count;

    /// <summary>The earliest tick; <see cref="long.MaxValue"/> where there is no node.</summary>
    public long Earliest => _count == 0 ? long.MaxValue : _entries[0].Tick;

    /// <summary>The node of that tick.</summary>
    public int First => _entries[0].Node;

    public void Push(long tick, int node)
    {
        if (_count == _entries.Length)
        {
            Array.Resize(ref _entries, 2 * _count);
        }

        int at = _count++;
        while (at > 0 && Before((tick, node), _entries[(at - 1) / 2]))
        {
            _entries[at] = _entries[(at - 1) / 2];
            at = (at - 1) / 2;
        }

        _entries[at] = (tick, node);
    }

    public (long Tick, int Node) Pop()
    {
        (long, int) first = _entries[0];
        (long, int) last = _entries[--_count];
        int at = 0;
        while (true)
        {
            int child = (2 * at) + 1;
            if (child >= _count)
            {
                break;
            }

            child += child + 1 < _count && Before(_entries[child + 1], _entries[child]) ? 1 : 0;
            if (!Before(_entries[child], last))
            {
                break;
            }

            _entries[at] = _entries[child];
            at = child;
        }

        _entries[at] = last;
        return first;
    }

    private static bool Before((long Tick, int Node) one, (long Tick, int Node) other) =>
        one.Tick < other.Tick || (one.Tick == other.Tick && one.Node < other.Node);
}

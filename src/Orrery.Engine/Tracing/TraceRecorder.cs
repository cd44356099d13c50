namespace Orrery.Engine.Tracing;

/// <summary>
/// What the traces of a simulation share: memory, and where it ends. The file holds the first events by (tick, component), so
/// which they are must not depend on which thread was first. Each trace keeps its own events; once the chunks filled up to some
/// tick hold enough of them, nothing after that tick can be in the file, and that tick is the cut. It only ever moves
/// earlier, so a trace that sees it late keeps too much, never too little.
/// </summary>
internal sealed class TraceRecorder
{
    /// <summary>Events a chunk: small, because a component with a single event takes one.</summary>
    internal const int ChunkSize = 64;

    private readonly long _from;
    private readonly long _to;
    private readonly int _enough;
    private readonly Lock _lock = new();
    private readonly PriorityQueue<long, long> _earliest = new();
    private readonly Stack<TraceEvent[]> _free = new();
    private long _cut = long.MaxValue;

    internal TraceRecorder(TraceOptions options)
    {
        (_from, _to) = (options.From, options.To);
        _enough = (options.MaximumEvents + ChunkSize - 1) / ChunkSize;
    }

    /// <summary>No event of a later tick will be written.</summary>
    internal long Cut => Volatile.Read(ref _cut);

    internal bool IsInWindow(in TraceEvent happened) =>
        happened.Kind == TraceEventKind.Span
            ? happened.Start <= _to && happened.End >= _from
            : happened.Tick >= _from && happened.Tick <= _to;

    internal TraceEvent[] Rent()
    {
        lock (_lock)
        {
            if (_free.TryPop(out TraceEvent[]? chunk)) return chunk;
        }
        return new TraceEvent[ChunkSize];
    }

    internal void Return(TraceEvent[] chunk)
    {
        lock (_lock) _free.Push(chunk);
    }

    /// <summary>A chunk is full; its last event is of this tick.</summary>
    internal void Filled(long tick)
    {
        lock (_lock)
        {
            // The latest chunk is at the head and goes first: what stays are the earliest that are enough.
            _earliest.Enqueue(tick, -tick);
            if (_earliest.Count > _enough) _earliest.Dequeue();
            if (_earliest.Count == _enough) Volatile.Write(ref _cut, _earliest.Peek());
        }
    }
}

using System.Diagnostics.CodeAnalysis;

namespace Orrery.Engine.Tracing;

/// <summary>
/// A component's handle to the trace: what it did and when, for a person to look at. Off unless <see cref="Simulation.Tracing"/>
/// asks for the component, and then one branch.
/// </summary>
/// <remarks>
/// Names should be constants: a trace keeps references to them, and a name put together for every event costs whether it is
/// traced or not. Ask <see cref="IsOn"/> where a name or a value has to be worked out.
/// </remarks>
/// <example><code>
/// private readonly Trace _trace;
/// // in the constructor:
/// _trace = new Trace(this);
/// // in the handler:
/// _trace.Span("read", startTick: request.Born, endTick: Now);
/// </code></example>
[State.NotState]
public sealed class Trace
{
    private readonly int _index;
    private TraceRecorder? _recorder;
    private readonly List<TraceEvent[]> _chunks = [];

    /// <summary>Places of the last chunk that are taken.</summary>
    private int _used;

    /// <param name="owner">The component that is traced; pass <c>this</c>.</param>
    public Trace(Component owner)
    {
        ArgumentNullException.ThrowIfNull(owner);
        Owner = owner;
        _index = owner.Simulation.Register(this);
    }

    /// <summary>The component that is traced.</summary>
    public Component Owner { get; }

    /// <summary>True when events are written down.</summary>
    public bool IsOn => _recorder is not null;

    /// <summary>Something that lasted, or will last, from one tick to another.</summary>
    public void Span(string name, long startTick, long endTick)
    {
        if (_recorder is not null) Record(_recorder, new TraceEvent(TraceEventKind.Span, name, Owner.Now, startTick, endTick));
    }

    /// <summary>Something that happens in this tick.</summary>
    public void Instant(string name)
    {
        if (_recorder is not null) Record(_recorder, new TraceEvent(TraceEventKind.Instant, name, Owner.Now, Owner.Now, Owner.Now));
    }

    /// <summary>A number that has a value from this tick on: a curve.</summary>
    public void Value(string name, double number)
    {
        if (_recorder is not null) Record(_recorder, TraceEvent.Value(name, Owner.Now, number));
    }

    /// <summary>The place among all traces: ties within a tick go by it.</summary>
    internal int Index => _index;

    /// <summary>Events that the options ask for, kept or not.</summary>
    internal long Seen { get; private set; }

    /// <summary>Events kept, in the order in which they were recorded.</summary>
    internal int Kept => _chunks.Count == 0 ? 0 : (_chunks.Count - 1) * TraceRecorder.ChunkSize + _used;

    internal ref readonly TraceEvent At(int place) =>
        ref _chunks[place / TraceRecorder.ChunkSize][place % TraceRecorder.ChunkSize];

    internal void Begin(TraceRecorder recorder) => _recorder = recorder;

    private void Record(TraceRecorder recorder, in TraceEvent happened)
    {
        if (happened.End < happened.Start && happened.Kind == TraceEventKind.Span) Refuse(happened);
        if (!recorder.IsInWindow(happened)) return;
        Seen++;
        if (happened.Tick > recorder.Cut)
        {
            Forget(recorder);
            return;
        }
        if (_chunks.Count == 0 || _used == TraceRecorder.ChunkSize)
        {
            _chunks.Add(recorder.Rent());
            _used = 0;
        }
        _chunks[^1][_used++] = happened;
        if (_used == TraceRecorder.ChunkSize) recorder.Filled(happened.Tick);
    }

    /// <summary>Hands back chunks that lie wholly behind the cut: they were filled before it was known.</summary>
    private void Forget(TraceRecorder recorder)
    {
        while (_chunks.Count > 0 && _chunks[^1][0].Tick > recorder.Cut)
        {
            recorder.Return(_chunks[^1]);
            _chunks.RemoveAt(_chunks.Count - 1);
            _used = TraceRecorder.ChunkSize;
        }
    }

    [DoesNotReturn]
    private void Refuse(in TraceEvent happened) => throw new SimulationException(
        $"{Owner.Name} at tick {Owner.Now} traced a span {happened.Name} that ends at tick {happened.End}, before its start at {happened.Start}");
}

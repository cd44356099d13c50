namespace Orrery.Engine.Parts;

/// <summary>
/// One stage of a pipeline: takes a message a cycle and passes it on so many cycles later. It holds as many messages as it takes
/// cycles, so it passes one each cycle; while the next stage has no room it fills up, and then takes no more. Empty, it
/// costs nothing.
/// </summary>
/// <typeparam name="T">The message.</typeparam>
/// <remarks>A cycle is a tick, or an edge of a clock: what arrives between two edges is taken at the next.</remarks>
public sealed class PipelineRegister<T> : Component where T : unmanaged
{
    private readonly int _cycles;
    private readonly ClockDomain? _clock;

    private readonly Fifo<Held> _held;

    /// <param name="scope">The simulation, or a named part of it.</param>
    /// <param name="name">The last part of the name.</param>
    /// <param name="cycles">Cycles from taking a message to sending it; 1 to 1,000,000.</param>
    /// <param name="clock">What a cycle is; a tick where there is none.</param>
    public PipelineRegister(Scope scope, string name, int cycles = 1, ClockDomain? clock = null) : base(scope, name)
    {
        Simulation.InRange(cycles, 1, 1_000_000, Name, "length", "cycles");
        (_cycles, _clock) = (cycles, clock);
        _held = new Fifo<Held>(Math.Min(cycles, 64));
        In = new Input<T>(this);
        Out = new Output<T>(this);
    }

    public Input<T> In { get; }
    public Output<T> Out { get; }

    private struct Held
    {
        internal long Due;
        internal T Message;
    }

    /// <inheritdoc/>
    protected internal override void Run()
    {
        if (_clock is not null && !_clock.IsEdge(Now))
        {
            WakeAtNextCycle();
            return;
        }
        // Out before in: the place of what leaves is there for what comes.
        if (IsDue && Out.HasRoom) Out.Send(_held.Dequeue().Message);
        if (_held.Count < _cycles && In.HasMessage)
        {
            long due = _clock?.EdgeAfter(Now, _cycles) ?? Now + _cycles;
            _held.Enqueue(new Held { Due = due, Message = In.Take() });
            WakeAt(due);
        }
        if (IsDue && !Out.HasRoom) Out.WakeOnRoom();
        else if (IsDue || (_held.Count < _cycles && In.HasMessage)) WakeAtNextCycle();
    }

    private bool IsDue => _held.Count > 0 && _held.Head.Due <= Now;

    private void WakeAtNextCycle()
    {
        if (_clock is null) WakeNext();
        else WakeAt(_clock.NextEdge(Now));
    }
}

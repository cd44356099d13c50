namespace Orrery.Examples.ProducerConsumer;

/// <summary>Works on one item at a time; what has arrived meanwhile stays in the link.</summary>
internal sealed class Consumer : Component
{
    private readonly long _ticksEach;

    public Input<Item> In { get; }

    private bool _busy;
    private long _readyAt;

    public Consumer(Scope scope, string name, long ticksEach) : base(scope, name)
    {
        _ticksEach = ticksEach;
        In = new Input<Item>(this);
    }

    /// <summary>Items finished.</summary>
    public int Done { get; private set; }

    /// <summary>Ticks from making to the begin of the work, summed over all items.</summary>
    public long WaitedTicks { get; private set; }

    protected override void Run()
    {
        // A message that arrives during the work runs the component too: there is nothing to do yet.
        if (Now < _readyAt) return;
        if (_busy) Done++;
        _busy = In.TryTake(out Item item);
        if (!_busy) return;
        WaitedTicks += Now - item.Made;
        _readyAt = Now + _ticksEach;
        WakeAt(_readyAt);
    }
}

using Orrery.Engine.Statistics;

namespace Orrery.Examples.ProducerConsumer;

/// <summary>Works on one item at a time; what has arrived meanwhile stays in the link.</summary>
internal sealed class Consumer : Component
{
    private readonly long _ticksEach;

    public Input<Item> In { get; }

    /// <summary>Ticks from making an item to the begin of the work on it.</summary>
    public Histogram Waited { get; }

    private bool _busy;
    private long _readyAt;

    public Consumer(Scope scope, string name, long ticksEach) : base(scope, name)
    {
        _ticksEach = ticksEach;
        In = new Input<Item>(this);
        Waited = new Histogram(this, "waited", "ticks", description: "from making an item to the begin of the work on it");
    }

    /// <summary>Items finished.</summary>
    public int Done { get; private set; }

    protected override void Run()
    {
        // A message that arrives during the work runs the component too: there is nothing to do yet.
        if (Now < _readyAt) return;
        if (_busy) Done++;
        _busy = In.TryTake(out Item item);
        if (!_busy) return;
        Waited.Record(Now - item.Made);
        _readyAt = Now + _ticksEach;
        WakeAt(_readyAt);
    }
}

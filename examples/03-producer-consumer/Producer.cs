using Orrery.Engine.Statistics;

namespace Orrery.Examples.ProducerConsumer;

/// <summary>Makes an item a tick while its link takes them.</summary>
internal sealed class Producer : Component
{
    private readonly int _items;

    public Output<Item> Out { get; }

    /// <summary>How often the link was full.</summary>
    public Counter Refused { get; }

    private int _made;

    public Producer(Scope scope, string name, int items) : base(scope, name)
    {
        _items = items;
        Out = new Output<Item>(this);
        Refused = new Counter(this, "refused", "times", "sends that the link refused");
    }

    protected override void Start() => WakeNext();

    protected override void Run()
    {
        if (!Out.TrySend(new Item(_made, Now)))
        {
            // The refusal has asked for a run in the tick in which there is room.
            Refused.Add();
            return;
        }
        if (++_made < _items) WakeNext();
    }
}

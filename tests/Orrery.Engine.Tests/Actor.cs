namespace Orrery.Engine.Tests;

/// <summary>A component whose behaviour a test writes down where it is read.</summary>
internal sealed class Actor : Component
{
    public readonly List<Input<long>> Ins = [];
    public readonly List<Output<long>> Outs = [];
    public readonly List<Inbox<long>> Boxes = [];
    public readonly List<Outbox<long>> Posts = [];

    /// <summary>What it noticed, with the tick.</summary>
    public readonly List<(long Tick, string What)> Log = [];

    public Actor(Scope scope, string name, int ins = 0, int outs = 0, int boxes = 0, int posts = 0) : base(scope, name)
    {
        for (int i = 0; i < ins; i++) Ins.Add(new Input<long>(this));
        for (int i = 0; i < outs; i++) Outs.Add(new Output<long>(this));
        for (int i = 0; i < boxes; i++) Boxes.Add(new Inbox<long>(this));
        for (int i = 0; i < posts; i++) Posts.Add(new Outbox<long>(this));
    }

    public Action<Actor>? OnStart { get; set; }
    public Action<Actor>? OnRun { get; set; }

    public Input<long> In => Ins[0];
    public Output<long> Out => Outs[0];
    public Inbox<long> Box => Boxes[0];
    public Outbox<long> Post => Posts[0];

    public void Next() => WakeNext();

    public void At(long tick) => WakeAt(tick);

    public void Note(string what) => Log.Add((Now, what));

    /// <summary>Takes and notes all that has arrived at the links.</summary>
    public void NoteAll()
    {
        foreach (Input<long> input in Ins)
        {
            while (input.TryTake(out long message)) Note($"{input.Name}={message}");
        }
        foreach (Inbox<long> box in Boxes)
        {
            while (box.TryTake(out long message)) Note($"{box.Name}={message}");
        }
    }

    protected internal override void Start() => OnStart?.Invoke(this);

    protected internal override void Run() => OnRun?.Invoke(this);
}

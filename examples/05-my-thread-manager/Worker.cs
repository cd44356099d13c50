namespace Orrery.Examples.MyThreadManager;

/// <summary>Computes in every tick and tells its neighbour now and then: work for several threads.</summary>
internal sealed class Worker : Component
{
    private readonly long _lastTick;

    public Input<ulong> In { get; }
    public Output<ulong> Out { get; }

    public ulong Sum { get; private set; }

    public Worker(Scope scope, string name, long lastTick) : base(scope, name)
    {
        _lastTick = lastTick;
        In = new Input<ulong>(this);
        Out = new Output<ulong>(this);
    }

    protected override void Start() => WakeNext();

    protected override void Run()
    {
        while (In.TryTake(out ulong told)) Sum ^= told;
        for (int i = 0; i < 20; i++) Sum = (Sum + (ulong)(Id + Now)) * 0x9E3779B97F4A7C15;
        if (Now >= _lastTick) return;
        if (Sum >> 60 == 0) Out.Send(Sum);
        WakeNext();
    }
}

namespace Orrery.Examples.FirstEvent;

/// <summary>Rings at a first tick and then once a period.</summary>
internal sealed class Alarm : Component
{
    private readonly long _first;
    private readonly long _period;
    private readonly int _times;

    public Alarm(Scope scope, string name, long first, long period, int times) : base(scope, name) =>
        (_first, _period, _times) = (first, period, times);

    /// <summary>How often it has rung.</summary>
    public int Rung { get; private set; }

    protected override void Start() => WakeAt(_first);

    protected override void Run()
    {
        Rung++;
        Console.WriteLine($"tick {Now}: {Name} rings");
        if (Rung < _times) WakeAt(Now + _period);
    }
}

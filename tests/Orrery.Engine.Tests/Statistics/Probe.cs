namespace Orrery.Engine.Tests.Statistics;

/// <summary>Runs an action in chosen ticks: statistics are recorded from within a component.</summary>
internal sealed class Probe : Component
{
    private readonly long[] _ticks;
    private int _next;

    internal Probe(Scope scope, string name, params long[] ticks) : base(scope, name) => _ticks = ticks;

    internal Action<long> Do { get; set; } = _ => { };

    protected internal override void Start()
    {
        if (_ticks.Length > 0) WakeAt(_ticks[0]);
    }

    protected internal override void Run()
    {
        Do(Now);
        if (++_next < _ticks.Length) WakeAt(_ticks[_next]);
    }
}

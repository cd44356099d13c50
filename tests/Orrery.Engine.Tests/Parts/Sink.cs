namespace Orrery.Engine.Tests.Parts;

/// <summary>Takes what comes, at most one every so many ticks, and notes when.</summary>
internal sealed class Sink : Component
{
    private readonly long _every;
    private readonly List<(long Tick, Packet Packet)> _taken = [];
    private long _nextTake;

    internal Sink(Scope scope, int index, long every = 1) : base(scope, $"sink{index}")
    {
        _every = every;
        In = new Input<Packet>(this);
    }

    internal Input<Packet> In { get; }

    internal IReadOnlyList<(long Tick, Packet Packet)> Taken => _taken;

    /// <summary>Takes nothing before this tick.</summary>
    internal long OpensAt
    {
        get => _nextTake;
        init => _nextTake = value;
    }

    protected internal override void Run()
    {
        if (!In.HasMessage) return;
        if (Now >= _nextTake)
        {
            _taken.Add((Now, In.Take()));
            _nextTake = Now + _every;
        }
        if (In.HasMessage) WakeAt(Math.Max(Now + 1, _nextTake));
    }
}

namespace Orrery.Engine.Tests.Parts;

/// <summary>Sends a packet every so many ticks, later where the link is full; destinations by a generator of its own.</summary>
internal sealed class Source : Component
{
    private readonly int _index;
    private readonly int _count;
    private readonly int _destinations;
    private readonly long _every;
    private ulong _random;
    private int _sent;
    private int _next;

    internal Source(Scope scope, int index, int count, int destinations, long every = 1) : base(scope, $"source{index}")
    {
        (_index, _count, _destinations, _every) = (index, count, destinations, every);
        _random = (ulong)(index + 1) * 0x9E3779B97F4A7C15;
        Out = new Output<Packet>(this);
        Draw();
    }

    internal Output<Packet> Out { get; }

    /// <summary>Packets sent so far.</summary>
    internal int Sent => _sent;

    /// <summary>Always sends here, if it is not negative.</summary>
    internal int Only { get; init; } = -1;

    protected internal override void Start() => WakeAt(_every);

    protected internal override void Run()
    {
        if (_sent == _count) return;
        if (!Out.TrySend(new Packet { Source = _index, Destination = Only >= 0 ? Only : _next, Number = _sent, Sent = Now })) return;
        _sent++;
        Draw();
        if (_sent < _count) WakeAt(Now + _every);
    }

    private void Draw()
    {
        _random ^= _random << 13;
        _random ^= _random >> 7;
        _random ^= _random << 17;
        _next = (int)((_random >> 20) % (ulong)_destinations);
    }
}

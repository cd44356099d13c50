namespace Orrery.Examples.SmallMesh;

/// <summary>Takes a packet from each side in turn and sends it on along x, then along y. An edge of the mesh has no port.</summary>
internal sealed class Router : Component
{
    private readonly int _x;
    private readonly int _y;
    private readonly int _side;
    private readonly long _lastTick;

    public Input<Packet>? FromEast { get; }
    public Input<Packet>? FromWest { get; }
    public Input<Packet>? FromNorth { get; }
    public Input<Packet>? FromSouth { get; }
    public Output<Packet>? East { get; }
    public Output<Packet>? West { get; }
    public Output<Packet>? North { get; }
    public Output<Packet>? South { get; }

    private readonly Input<Packet>[] _inputs;
    private readonly Fifo<Packet> _own = new();
    private ulong _random;

    public Router(Scope scope, int x, int y, int side, long lastTick) : base(scope, $"router{x}-{y}")
    {
        (_x, _y, _side, _lastTick, _random) = (x, y, side, lastTick, (ulong)(y * side + x + 1));
        if (x < side - 1) (FromEast, East) = (new(this), new(this));
        if (x > 0) (FromWest, West) = (new(this), new(this));
        if (y < side - 1) (FromNorth, North) = (new(this), new(this));
        if (y > 0) (FromSouth, South) = (new(this), new(this));
        _inputs = [.. new[] { FromEast, FromWest, FromNorth, FromSouth }.OfType<Input<Packet>>()];
    }

    public long Injected { get; private set; }
    public long Delivered { get; private set; }
    public long TotalLatency { get; private set; }
    public ulong Checksum { get; private set; }

    protected override void Start() => WakeNext();

    protected override void Run()
    {
        if (Now <= _lastTick) Inject();
        bool isWaiting = false;
        foreach (Input<Packet> input in _inputs)
        {
            if (input.HasMessage && Forward(input.Head)) input.Take();
            isWaiting |= input.HasMessage;
        }
        if (_own.Count > 0 && Forward(_own.Head)) _own.Dequeue();
        if (isWaiting || _own.Count > 0 || Now < _lastTick) WakeNext();
    }

    private bool Forward(Packet packet)
    {
        Output<Packet>? next = packet.X > _x ? East : packet.X < _x ? West : packet.Y > _y ? North : packet.Y < _y ? South : null;
        if (next is not null) return next.TrySend(packet);
        Delivered++;
        TotalLatency += Now - packet.Born;
        Checksum = Checksum * 31 + (ulong)(Now * packet.Born);
        return true;
    }

    private void Inject()
    {
        _random = _random * 6364136223846793005 + 1442695040888963407;
        if (_random >> 60 != 0) return;
        Injected++;
        _own.Enqueue(new Packet((int)((_random >> 20) % (ulong)_side), (int)((_random >> 40) % (ulong)_side), Now));
    }
}

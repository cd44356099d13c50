using Orrery.Engine.Execution;

namespace Orrery.Engine;

/// <summary>The sending end of a link, whatever its messages are.</summary>
public abstract class OutputPort : Port
{
    private protected OutputPort(Component owner) : base(owner)
    {
    }

    internal ILink? Link { get; set; }

    internal override bool IsConnected => Link is not null;

    /// <summary>True from a refused send until room is on its way: what the watchdog follows.</summary>
    internal bool IsBlocked { get; set; }

    /// <summary>The tick at which the next place is free, or -1 while it is taken. Between windows only.</summary>
    internal abstract long RoomFrom { get; }
}

/// <summary>
/// The sending end of a link. A link with a capacity refuses what does not fit: <see cref="TrySend"/> says so and has the
/// component run again when there is room.
/// </summary>
public sealed class Output<T> : OutputPort where T : unmanaged
{
    private Slot<T>[] _slots = [];
    private int _tail;
    private long _latency;
    private int _receiver;
    private bool _grows;
    private Partition _home = Partition.Unassigned;
    private Partition _to = Partition.Unassigned;
    private Ring<T>? _ring;
    private Wire? _wire;

    public Output(Component owner) : base(owner)
    {
    }

    /// <summary>True when a message may be sent now.</summary>
    public bool HasRoom
    {
        get
        {
            if ((uint)_tail >= (uint)_slots.Length) Fail.Unconnected(Owner, Name);
            return Stamp.Usable(Volatile.Read(ref _slots[_tail].Stamp), _home.Now) || _grows;
        }
    }

    /// <summary>Sends a message, which must fit.</summary>
    /// <param name="message">Copied into the link.</param>
    /// <param name="size">What it takes of the link's bandwidth, in the unit of the bandwidth (messages or bytes).</param>
    public void Send(T message, int size = 1)
    {
        if (!HasRoom) Fail.Full(Owner, Name);
        Put(message, size);
    }

    /// <summary>Sends a message if it fits; if not, the component will be run in the tick in which there is room.</summary>
    public bool TrySend(T message, int size = 1)
    {
        if (!HasRoom)
        {
            WakeOnRoom();
            return false;
        }
        Put(message, size);
        return true;
    }

    /// <summary>Has the component run in the tick in which there is room. Nothing happens if there is room now.</summary>
    public void WakeOnRoom()
    {
        ref Slot<T> slot = ref _slots[_tail];
        long stamp = Volatile.Read(ref slot.Stamp);
        if (!Stamp.IsFull(stamp))
        {
            if (Stamp.Tick(stamp) > _home.Now) _home.Wake(Owner.Local, Stamp.Tick(stamp));
            return;
        }
        if (IsBlocked) return;
        IsBlocked = true;
        if (ReferenceEquals(_to, _home)) slot.Stamp = stamp | Stamp.WantedBit;
        else _home.Blocked.Add(this);
    }

    internal override long RoomFrom
    {
        get
        {
            long stamp = Volatile.Read(ref _slots[_tail].Stamp);
            return Stamp.IsFull(stamp) ? -1 : Stamp.Tick(stamp);
        }
    }

    /// <summary>When each free place of a link with a capacity can be used, in the order in which the sender comes to it.</summary>
    internal IEnumerable<long> Credits()
    {
        for (int i = 0; i < _slots.Length && !_grows; i++)
        {
            long stamp = _slots[(_tail + i) % _slots.Length].Stamp;
            if (!Stamp.IsFull(stamp)) yield return Stamp.Tick(stamp);
        }
    }

    internal void Attach(Ring<T> ring, bool grows, long latency, Wire? wire, int tail = 0)
    {
        (_slots, _ring, _grows, _latency, _wire, _tail) = (ring.Slots, ring, grows, latency, wire, tail);
    }

    internal override void Settle()
    {
        _home = Owner.Home;
        _to = Link!.Receiver.Home;
        _receiver = Link.Receiver.Local;
        if (!IsBlocked) return;
        // A sender that waits is noted in the link itself within a partition, in the partition's list across two.
        ref long stamp = ref _slots[_tail].Stamp;
        if (ReferenceEquals(_to, _home)) stamp |= Stamp.WantedBit;
        else
        {
            stamp &= ~Stamp.WantedBit;
            _home.Blocked.Add(this);
        }
    }

    private void Put(T message, int size)
    {
        Partition home = _home;
        long arrival = home.Now + _latency;
        if (_wire is not null)
        {
            if (size < 0) Fail.Size(Owner, Name, size);
            arrival = _wire.Pass(home.Now, size) + _latency;
        }
        if (_grows && Stamp.IsFull(Volatile.Read(ref _slots[_tail].Stamp))) Grow();
        ref Slot<T> slot = ref _slots[_tail];
        slot.Message = message;
        Volatile.Write(ref slot.Stamp, Stamp.Full(arrival));
        if (++_tail == _slots.Length) _tail = 0;
        if (ReferenceEquals(_to, home)) home.Wake(_receiver, arrival);
        else home.PostWake(_to, _receiver, arrival);
    }

    /// <summary>The ring is full of messages under way or unread: a larger one follows it.</summary>
    private void Grow()
    {
        var larger = new Ring<T>(_slots.Length * 2);
        Volatile.Write(ref _ring!.Successor, larger);
        (_ring, _slots, _tail) = (larger, larger.Slots, 0);
    }
}

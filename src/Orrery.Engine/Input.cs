using Orrery.Engine.Execution;

namespace Orrery.Engine;

/// <summary>The receiving end of a link, whatever its messages are.</summary>
public abstract class InputPort : Port
{
    private protected InputPort(Component owner) : base(owner)
    {
    }

    internal ILink? Link { get; set; }

    internal override bool IsConnected => Link is not null;

    /// <summary>Messages that have arrived and were not taken. Between windows.</summary>
    internal abstract int Waiting { get; }
}

/// <summary>
/// The receiving end of a link. Messages stay in the link until they are taken, oldest first; taking one sends
/// a credit back. A component is run when a message arrives; if it leaves one behind, it asks for its next run itself.
/// </summary>
public sealed class Input<T> : InputPort where T : unmanaged
{
    private Slot<T>[] _slots = [];
    private int _head;
    private Ring<T>? _current;
    private bool _grows;
    private Partition _home = Partition.Unassigned;

    public Input(Component owner) : base(owner)
    {
    }

    /// <summary>True when a message has arrived and was not taken yet.</summary>
    public bool HasMessage
    {
        get
        {
            if ((uint)_head >= (uint)_slots.Length) Fail.Unconnected(Owner, Name);
            return Stamp.Arrived(Volatile.Read(ref _slots[_head].Stamp), _home.Now) || (_grows && FollowRing());
        }
    }

    /// <summary>The oldest message, in place. Only while <see cref="HasMessage"/>, and until it is taken.</summary>
    public ref readonly T Head
    {
        get
        {
            if (!HasMessage) Fail.Empty(Owner, Name);
            return ref _slots[_head].Message;
        }
    }

    /// <summary>The tick in which the oldest message arrived. Only while <see cref="HasMessage"/>.</summary>
    public long HeadSince
    {
        get
        {
            if (!HasMessage) Fail.Empty(Owner, Name);
            return Stamp.Tick(_slots[_head].Stamp);
        }
    }

    /// <summary>Takes the oldest message if one has arrived.</summary>
    public bool TryTake(out T message)
    {
        if (!HasMessage)
        {
            message = default;
            return false;
        }
        message = Remove();
        return true;
    }

    /// <summary>Takes the oldest message; there must be one.</summary>
    public T Take()
    {
        if (!HasMessage) Fail.Empty(Owner, Name);
        return Remove();
    }

    internal long CreditLatency { get; set; }

    internal override int Waiting => Messages().Count(slot => Stamp.Tick(slot.Stamp) <= Owner.Simulation.Now);

    /// <summary>All messages in the link, arrived or under way, oldest first.</summary>
    internal List<Slot<T>> Messages()
    {
        var messages = new List<Slot<T>>();
        int from = _head;
        for (Ring<T>? ring = _current; ring is not null; ring = ring.Successor, from = 0)
        {
            for (int i = 0; i < ring.Slots.Length; i++)
            {
                Slot<T> slot = ring.Slots[(from + i) % ring.Slots.Length];
                if (Stamp.IsFull(slot.Stamp)) messages.Add(slot);
            }
        }
        return messages;
    }

    internal override void Settle() => _home = Owner.Home;

    internal void Attach(Ring<T> ring, bool grows)
    {
        _slots = ring.Slots;
        _current = ring;
        _grows = grows;
        _head = 0;
    }

    private T Remove()
    {
        ref Slot<T> slot = ref _slots[_head];
        T message = slot.Message;
        long free = _home.Now + CreditLatency, stamp = slot.Stamp;
        Volatile.Write(ref slot.Stamp, Stamp.Free(free));
        if (++_head == _slots.Length) _head = 0;
        if ((stamp & Stamp.WantedBit) != 0) Link!.RoomAt(free);
        return message;
    }

    /// <summary>A link without a capacity outgrew its ring: what comes next lies in the larger one.</summary>
    private bool FollowRing()
    {
        long now = _home.Now;
        while (Volatile.Read(ref _current!.Successor) is { } next && !Stamp.IsFull(Volatile.Read(ref _slots[_head].Stamp)))
        {
            Attach(next, grows: true);
        }
        return Stamp.Arrived(Volatile.Read(ref _slots[_head].Stamp), now);
    }
}

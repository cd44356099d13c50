using Orrery.Engine.State;

namespace Orrery.Engine.Execution;

/// <summary>A link as the engine sees it, whatever its messages are.</summary>
internal interface ILink
{
    OutputPort From { get; }
    InputPort To { get; }
    Component Sender { get; }
    Component Receiver { get; }
    LinkOptions Options { get; }

    /// <summary>The shortest time in which one end can affect the other.</summary>
    long Lookahead { get; }

    /// <summary>The sender waited for the place that becomes usable at this tick; both ends are in one partition.</summary>
    void RoomAt(long tick);

    /// <summary>Writes what is under way, in an order that does not depend on where in the ring it lies.</summary>
    void Save(BinaryWriter output);

    void Load(BinaryReader input);
}

/// <summary>The tie between an output and an input.</summary>
internal sealed class Link<T> : ILink where T : unmanaged
{
    private const int FirstRing = 8;

    internal Link(Output<T> from, Input<T> to, LinkOptions options)
    {
        From = from;
        To = to;
        Options = options;
        bool grows = options.Capacity == 0;
        var ring = new Ring<T>(grows ? FirstRing : options.Capacity);
        Wire = options.Bandwidth is { } rate ? new Wire(rate) : null;
        from.Attach(ring, grows, options.Latency, Wire);
        to.Attach(ring, grows);
        to.CreditLatency = grows ? 0 : CreditLatency;
        from.Link = to.Link = this;
    }

    public OutputPort From { get; }
    public InputPort To { get; }
    public Component Sender => From.Owner;
    public Component Receiver => To.Owner;
    public LinkOptions Options { get; }
    public long Lookahead => Options.Capacity == 0 ? Options.Latency : Math.Min(Options.Latency, CreditLatency);
    internal Wire? Wire { get; }

    private long CreditLatency => Options.CreditLatency ?? Options.Latency;

    public void RoomAt(long tick)
    {
        From.IsBlocked = false;
        Sender.Home.Wake(Sender.Local, tick);
    }

    public void Save(BinaryWriter output)
    {
        long now = Sender.Simulation.Now;
        List<Slot<T>> messages = ((Input<T>)To).Messages();
        output.Write(messages.Count);
        var writer = new PlainWriter(output, $"a message from {From}");
        foreach (Slot<T> slot in messages)
        {
            output.Write(Stamp.Tick(slot.Stamp));
            writer.Write(slot.Message, typeof(T), "");
        }
        // Of the free places only those matter whose credit is still under way: the last ones that the sender comes to.
        long[] credits = [.. ((Output<T>)From).Credits().Where(tick => tick > now)];
        output.Write(credits.Length);
        foreach (long tick in credits) output.Write(tick);
        (long freeTick, long part) = Wire is { } wire && wire.State.Tick >= now ? wire.State : default;
        output.Write(freeTick);
        output.Write(part);
        output.Write(From.IsBlocked);
    }

    public void Load(BinaryReader input)
    {
        var messages = new (long Tick, T Message)[input.ReadInt32()];
        var reader = new PlainReader(input, $"a message from {From}");
        for (int i = 0; i < messages.Length; i++)
        {
            messages[i].Tick = input.ReadInt64();
            messages[i].Message = (T)reader.Read(default(T), typeof(T), "")!;
        }
        long[] credits = new long[input.ReadInt32()];
        for (int i = 0; i < credits.Length; i++) credits[i] = input.ReadInt64();
        bool grows = Options.Capacity == 0;
        var ring = new Ring<T>(grows ? Math.Max(FirstRing, messages.Length + 1) : Options.Capacity);
        for (int i = 0; i < messages.Length; i++) ring.Slots[i] = new Slot<T> { Stamp = Stamp.Full(messages[i].Tick), Message = messages[i].Message };
        for (int i = 0; i < credits.Length; i++) ring.Slots[ring.Slots.Length - credits.Length + i].Stamp = Stamp.Free(credits[i]);
        (long freeTick, long part) = (input.ReadInt64(), input.ReadInt64());
        if (Wire is not null) Wire.State = (freeTick, part);
        ((Input<T>)To).Attach(ring, grows);
        ((Output<T>)From).Attach(ring, grows, Options.Latency, Wire, messages.Length % ring.Slots.Length);
        From.IsBlocked = input.ReadBoolean();
        From.Settle();
    }
}

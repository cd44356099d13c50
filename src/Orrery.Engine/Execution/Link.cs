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
}

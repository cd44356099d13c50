using Orrery.Engine.Execution;

namespace Orrery.Engine;

/// <summary>A port that sends to inboxes, whatever its messages are.</summary>
public abstract class Outbox : Port
{
    /// <summary>The longest delay that a message may have, in ticks: 2^48, three days of picoseconds.</summary>
    public const long LongestDelay = 1L << 48;

    private protected Outbox(Component owner) : base(owner)
    {
    }

    /// <summary>The shortest delay that the connection allows: what the engine may look ahead.</summary>
    internal long MinimumDelay { get; set; }

    internal abstract IReadOnlyList<Port> Targets { get; }
}

/// <summary>Sends messages to any of a list of inboxes, each with a delay that the sender chooses.</summary>
public sealed class Outbox<T> : Outbox where T : unmanaged
{
    private int[] _targets = [];
    private MailStore<T>? _store;

    public Outbox(Component owner) : base(owner)
    {
    }

    /// <summary>How many inboxes can be addressed.</summary>
    public int Count => _targets.Length;

    /// <summary>Sends to the inbox at a place in the connected list; it arrives <paramref name="delay"/> ticks from now.</summary>
    public void Send(int to, T message, long delay)
    {
        if ((ulong)(delay - MinimumDelay) > LongestDelay) Fail.Delay(Owner, Name, delay, MinimumDelay);
        _store!.Send(Owner, _targets[to], message, delay);
    }

    /// <summary>Sends to the only (or the first) inbox.</summary>
    public void Send(T message, long delay) => Send(0, message, delay);

    /// <summary>Sends to every connected inbox.</summary>
    public void Broadcast(T message, long delay)
    {
        for (int to = 0; to < _targets.Length; to++) Send(to, message, delay);
    }

    internal override bool IsConnected => _targets.Length > 0;

    internal override IReadOnlyList<Port> Targets => [.. _targets.Select(index => Owner.Simulation.Office<T>().Inboxes[index])];

    internal override void Settle() => _store = (MailStore<T>)Owner.Home.Mail[Owner.Simulation.Office<T>().Index];

    internal void Attach(int[] targets, long minimumDelay) => (_targets, MinimumDelay) = (targets, minimumDelay);
}

namespace Orrery.Engine;

/// <summary>What a link does to messages.</summary>
public readonly record struct LinkOptions
{
    public LinkOptions()
    {
    }

    /// <summary>Ticks from sending to arrival; at least 1.</summary>
    public long Latency { get; init; } = 1;

    /// <summary>Messages under way and waiting at the receiver, together; a sender is refused beyond that. 0: no bound.</summary>
    public int Capacity { get; init; }

    /// <summary>Ticks from taking a message to its place being usable by the sender; at least 1; by default the latency.</summary>
    public long? CreditLatency { get; init; }

    /// <summary>What passes in a tick; a message of size s takes s / bandwidth ticks. None: no bound.</summary>
    public Rate? Bandwidth { get; init; }
}

namespace Orrery.Engine;

/// <summary>A bandwidth as an exact fraction: an amount (messages or bytes) in a number of ticks.</summary>
/// <param name="Amount">Messages or bytes; at least 1.</param>
/// <param name="Ticks">In so many ticks; at least 1.</param>
public readonly record struct Rate(long Amount, long Ticks = 1)
{
    /// <summary>So many messages (or bytes) each tick.</summary>
    public static Rate PerTick(long amount) => new(amount);

    /// <inheritdoc/>
    public override string ToString() => Ticks == 1 ? $"{Amount} a tick" : $"{Amount} in {Ticks} ticks";
}

namespace Orrery.Engine.Execution;

/// <summary>
/// A link's bandwidth: messages pass one after another, each in size / rate ticks, kept exactly as whole ticks and a
/// remainder so that no rounding adds up over a long run.
/// </summary>
internal sealed class Wire
{
    private readonly Rate _rate;
    private long _freeTick;
    private long _freePart;

    internal Wire(Rate rate) => _rate = rate;

    /// <summary>The tick in which the last bit of a message that is sent now has left: now for what fits into this tick.</summary>
    internal long Pass(long now, int size)
    {
        if (_freeTick < now) (_freeTick, _freePart) = (now, 0);
        // Time is counted in ticks and 1/amount of a tick: a message of this size takes size * ticks / amount ticks.
        long parts = _freePart + size * _rate.Ticks;
        _freeTick += parts / _rate.Amount;
        _freePart = parts % _rate.Amount;
        return _freePart == 0 ? Math.Max(now, _freeTick - 1) : _freeTick;
    }

    internal (long Tick, long Part) State
    {
        get => (_freeTick, _freePart);
        set => (_freeTick, _freePart) = value;
    }
}

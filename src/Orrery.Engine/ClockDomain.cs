using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Orrery.Engine;

/// <summary>
/// A clock within a simulation: which tick an edge falls into. The period is an exact fraction of ticks, and edge n lies in tick
/// ceil(n * period), so a clock never drifts, however long it runs; edge 0 is tick 0.
/// </summary>
/// <example><code>
/// var core = new ClockDomain(simulation.Tick, hertz: 1_410_000_000);
/// var memory = new ClockDomain(core, numerator: 5, denominator: 6);
/// // in a handler, once an edge:
/// WakeAt(core.NextEdge(Now));
/// </code></example>
public sealed class ClockDomain
{
    private const long FemtosecondsASecond = 1_000_000_000_000_000;

    // The period in ticks as a reduced fraction.
    private readonly long _ticks;
    private readonly long _cycles;

    // Up to here the products fit in 64 bits: a division of 128 bits costs ten times one of 64.
    private readonly long _shortCycle;
    private readonly long _shortTick;

    /// <summary>A clock of a frequency.</summary>
    /// <param name="tick">The tick length of the simulation: <see cref="Simulation.Tick"/>.</param>
    /// <param name="hertz">Cycles a second; at least 1, and a period of at least one tick.</param>
    public ClockDomain(TickLength tick, long hertz)
        : this(FemtosecondsASecond, (Int128)Positive(hertz, "frequency in hertz") * Positive(tick.Femtoseconds, "tick in femtoseconds"))
    {
    }

    /// <summary>A clock whose frequency is that of another times a ratio.</summary>
    /// <param name="reference">The other clock.</param>
    /// <param name="numerator">Cycles of this clock, at least 1 ...</param>
    /// <param name="denominator">... in so many cycles of the other, at least 1.</param>
    public ClockDomain(ClockDomain reference, long numerator, long denominator = 1)
        : this(
            (Int128)Given(reference)._ticks * Positive(denominator, "ratio's denominator"),
            (Int128)reference._cycles * Positive(numerator, "ratio's numerator"))
    {
    }

    private ClockDomain(Int128 ticks, Int128 cycles)
    {
        if (ticks < cycles)
        {
            double period = (double)ticks / (double)cycles;
            throw new SimulationException($"a clock: its period of {period:0.###} ticks is below one tick; make the tick shorter");
        }
        Int128 common = CommonDivisor(ticks, cycles);
        (ticks, cycles) = (ticks / common, cycles / common);
        if (ticks > long.MaxValue)
        {
            throw new SimulationException($"a clock: its period of {ticks}/{cycles} ticks is no fraction of two 64-bit numbers");
        }
        (_ticks, _cycles) = ((long)ticks, (long)cycles);
        _shortCycle = (long.MaxValue - (_cycles - 1)) / _ticks;
        _shortTick = long.MaxValue / _cycles;
    }

    /// <summary>The period is <see cref="PeriodTicks"/> / <see cref="PeriodCycles"/> ticks, in lowest terms.</summary>
    public long PeriodTicks => _ticks;

    /// <summary>So many cycles take exactly <see cref="PeriodTicks"/> ticks.</summary>
    public long PeriodCycles => _cycles;

    /// <summary>True when the period is a whole number of ticks; if not, an edge lies in the next tick that begins.</summary>
    public bool IsExact => _cycles == 1;

    /// <summary>The tick of an edge: ceil(cycle * period).</summary>
    /// <param name="cycle">The number of the edge; at least 0.</param>
    public long TickOf(long cycle)
    {
        if ((ulong)cycle <= (ulong)_shortCycle)
        {
            long tick = (cycle * _ticks + (_cycles - 1)) / _cycles;
            if (tick <= Simulation.LastTick + 1) return tick;
        }
        if (cycle < 0) RefuseNegative(cycle, "cycle");
        Int128 exact = ((Int128)cycle * _ticks + (_cycles - 1)) / _cycles;
        if (exact > Simulation.LastTick + 1) RefuseLate(cycle);
        return (long)exact;
    }

    /// <summary>The last edge in or before a tick.</summary>
    public long CycleAt(long tick)
    {
        if ((ulong)tick <= (ulong)_shortTick) return tick * _cycles / _ticks;
        if (tick < 0) RefuseNegative(tick, "tick");
        return (long)((Int128)tick * _cycles / _ticks);
    }

    /// <summary>True when an edge lies in the tick.</summary>
    public bool IsEdge(long tick) => TickOf(CycleAt(tick)) == tick;

    /// <summary>The tick of the first edge after a tick.</summary>
    public long NextEdge(long tick) => TickOf(CycleAt(tick) + 1);

    /// <summary>The tick of the edge that is some cycles after the last edge in or before a tick.</summary>
    /// <param name="tick">Most often the current one.</param>
    /// <param name="cycles">At least 0.</param>
    public long EdgeAfter(long tick, long cycles) => TickOf(checked(CycleAt(tick) + cycles));

    /// <inheritdoc/>
    public override string ToString() => IsExact
        ? string.Create(CultureInfo.InvariantCulture, $"a cycle is {_ticks} ticks, exactly")
        : string.Create(CultureInfo.InvariantCulture, $"edge n is in tick ceil(n * {_ticks}/{_cycles})");

    private static ClockDomain Given(ClockDomain reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        return reference;
    }

    private static long Positive(long value, string what)
    {
        Simulation.InRange(value, 1, long.MaxValue, "a clock", what, "");
        return value;
    }

    private static Int128 CommonDivisor(Int128 a, Int128 b)
    {
        while (b != 0) (a, b) = (b, a % b);
        return a;
    }

    [DoesNotReturn]
    private static void RefuseNegative(long value, string what) =>
        throw new SimulationException($"a clock: {what} {value} is below 0");

    [DoesNotReturn]
    private static void RefuseLate(long cycle) =>
        throw new SimulationException($"a clock: edge {cycle} lies after the last tick, 2^60");
}

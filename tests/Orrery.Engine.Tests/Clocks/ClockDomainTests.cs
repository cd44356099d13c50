using System.Numerics;
using FsCheck;
using FsCheck.Fluent;

namespace Orrery.Engine.Tests.Clocks;

/// <summary>Edges against exact arithmetic: edge n of a clock with a period of a/b ticks lies in tick ceil(n * a / b).</summary>
public sealed class ClockDomainTests
{
    private const long Last = 1L << 60;

    /// <summary>Ticks below 2^60, as many small as large.</summary>
    private static readonly Gen<long> Ticks =
        from high in Gen.Choose(0, (1 << 30) - 1)
        from low in Gen.Choose(0, (1 << 30) - 1)
        from shift in Gen.Choose(0, 60)
        select ((long)high << 30 | (long)low) >> shift;

    // 1.41 GHz counted in picoseconds: 10^12 / 1.41 * 10^9 = 100000 / 141 = 709.2198... ticks a cycle.
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 710)]
    [InlineData(2, 1419)] // 1418.44
    [InlineData(141, 100_000)] // exactly: no remainder is ever lost
    [InlineData(282, 200_000)]
    public void Does_an_edge_lie_in_the_next_tick(long cycle, long tick)
    {
        var clock = new ClockDomain(TickLength.Picosecond, 1_410_000_000);
        Assert.False(clock.IsExact);
        Assert.Equal((100_000, 141), (clock.PeriodTicks, clock.PeriodCycles));
        Assert.Equal(tick, clock.TickOf(cycle));
        Assert.Equal(cycle, clock.CycleAt(tick));
        Assert.True(clock.IsEdge(tick));
        Assert.Equal(cycle + 1, clock.CycleAt(clock.NextEdge(tick)));
    }

    [Fact]
    public void Is_a_whole_period_exact()
    {
        var clock = new ClockDomain(TickLength.Picosecond, 2_000_000_000);
        Assert.True(clock.IsExact);
        Assert.Equal(500, clock.NextEdge(0));
        Assert.Equal(500, clock.NextEdge(499));
        Assert.Equal(1000, clock.NextEdge(500));
        Assert.Equal((0, 1), (clock.CycleAt(499), clock.CycleAt(500)));
        Assert.False(clock.IsEdge(499));
        Assert.Equal(2000, clock.EdgeAfter(700, 3)); // the last edge was 500, edge 1; edge 4 is 2000
    }

    // Five sixths of a clock of 1 GHz: 1000 * 6 / 5 = 1200 ps; and back again by six fifths.
    [Fact]
    public void Does_a_ratio_of_a_ratio_come_back()
    {
        var core = new ClockDomain(TickLength.Picosecond, 1_000_000_000);
        var memory = new ClockDomain(core, 5, 6);
        Assert.Equal((1200, 1), (memory.PeriodTicks, memory.PeriodCycles));
        var again = new ClockDomain(memory, 6, 5);
        Assert.Equal((core.PeriodTicks, core.PeriodCycles), (again.PeriodTicks, again.PeriodCycles));
        var third = new ClockDomain(core, 1, 3);
        Assert.Equal(3000, third.TickOf(1));
        Assert.Equal(334, new ClockDomain(core, 3).TickOf(1)); // 333.3
        Assert.Equal(1000, new ClockDomain(core, 3).TickOf(3));
    }

    [Fact]
    public void Do_ticks_and_cycles_agree_with_exact_arithmetic() => Prop.ForAll(
        Gen.Choose(1, int.MaxValue).ToArbitrary(),
        Ticks.ToArbitrary(),
        (hertz, tick) =>
        {
            var clock = new ClockDomain(TickLength.Femtosecond, hertz);
            BigInteger period = BigInteger.Pow(10, 15);
            long cycle = clock.CycleAt(tick);
            Assert.Equal((BigInteger)tick * hertz / period, cycle);
            Assert.Equal((cycle * period + hertz - 1) / hertz, clock.TickOf(cycle));
            Assert.Equal(cycle, clock.CycleAt(clock.TickOf(cycle)));
            Assert.True(clock.TickOf(cycle) <= tick);
            if ((cycle + 1) * period / hertz < Last) Assert.Equal(((cycle + 1) * period + hertz - 1) / hertz, clock.NextEdge(tick));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Do_ratios_agree_with_exact_arithmetic() => Prop.ForAll(
        Gen.Choose(1, 100_000).ToArbitrary(),
        Gen.Choose(1, 100_000).ToArbitrary(),
        Ticks.ToArbitrary(),
        (numerator, denominator, tick) =>
        {
            var clock = new ClockDomain(new ClockDomain(TickLength.Picosecond, 1_000_000), numerator, denominator);
            // The reference has 10^6 ticks a cycle.
            BigInteger ticks = (BigInteger)1_000_000 * denominator;
            long cycle = clock.CycleAt(tick);
            Assert.Equal(tick * (BigInteger)numerator / ticks, cycle);
            Assert.Equal((cycle * ticks + numerator - 1) / numerator, clock.TickOf(cycle));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Does_it_reach_the_last_tick()
    {
        var fastest = new ClockDomain(TickLength.Femtosecond, 1_000_000_000_000_000);
        Assert.Equal(Last, fastest.TickOf(Last));
        Assert.Equal(Last - 1, fastest.CycleAt(Last - 1));
        Assert.Contains("after the last tick", Assert.Throws<SimulationException>(() => fastest.TickOf(Last + 1)).Message, StringComparison.Ordinal);
        Assert.Throws<SimulationException>(() => new ClockDomain(TickLength.Femtosecond, 1).TickOf(long.MaxValue));
    }

    [Fact]
    public void Does_it_name_what_is_wrong()
    {
        Says(() => new ClockDomain(TickLength.Picosecond, 0), "frequency in hertz 0");
        Says(() => new ClockDomain(TickLength.Picosecond, -5), "frequency in hertz -5");
        Says(() => new ClockDomain(TickLength.Nanosecond, 1_410_000_000), "0.709 ticks is below one tick");
        var clock = new ClockDomain(TickLength.Nanosecond, 1_000_000_000);
        Says(() => new ClockDomain(clock, 0), "numerator 0");
        Says(() => new ClockDomain(clock, 1, -1), "denominator -1");
        Says(() => new ClockDomain(clock, 3, 2), "0.667 ticks is below one tick");
        Says(() => clock.TickOf(-1), "cycle -1 is below 0");
        Says(() => clock.NextEdge(-1), "tick -1 is below 0");
    }

    private static void Says(Func<object> what, string words) =>
        Assert.Contains(words, Assert.Throws<SimulationException>(() => what()).Message, StringComparison.Ordinal);
}

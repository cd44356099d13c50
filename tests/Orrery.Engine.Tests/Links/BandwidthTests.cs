namespace Orrery.Engine.Tests.Links;

/// <summary>Does a link with a bandwidth deliver each message in the tick that a calculation by hand gives?</summary>
public sealed class BandwidthTests
{
    /// <summary>Four a tick: what fits into the tick of sending costs only the latency (2).</summary>
    [Theory]
    [InlineData(new[] { 4 }, new long[] { 12 })]
    [InlineData(new[] { 1, 1, 1, 1, 1 }, new long[] { 12, 12, 12, 12, 13 })]
    [InlineData(new[] { 4, 4, 4 }, new long[] { 12, 13, 14 })]
    [InlineData(new[] { 10, 1, 1, 1 }, new long[] { 14, 14, 14, 15 })]
    [InlineData(new[] { 4000, 1 }, new long[] { 1011, 1012 })]
    [InlineData(new[] { 0, 0, 4, 0 }, new long[] { 12, 12, 12, 12 })]
    public void FourATick(int[] sizes, long[] arrivals) => Assert.Equal(arrivals, Arrivals(new Rate(4), sizes, 10));

    /// <summary>Two in three ticks, so one takes a tick and a half: they leave in ticks 11, 12, 14, 15 when sent at tick 10.</summary>
    [Theory]
    [InlineData(new[] { 1, 1, 1, 1 }, new long[] { 13, 14, 16, 17 })]
    [InlineData(new[] { 2, 2 }, new long[] { 14, 17 })]
    [InlineData(new[] { 3, 1 }, new long[] { 16, 17 })]
    [InlineData(new[] { 2000 }, new long[] { 3011 })]
    public void TwoInThreeTicks(int[] sizes, long[] arrivals) => Assert.Equal(arrivals, Arrivals(new Rate(2, 3), sizes, 10));

    [Fact]
    public void APauseIsNotSavedUp()
    {
        var sim = new Simulation();
        (Actor from, Actor to) = Pair(sim, new LinkOptions { Latency = 1, Bandwidth = new Rate(1) });
        from.OnStart = actor => { actor.At(1); actor.At(100); };
        from.OnRun = actor => { actor.Out.Send(1, 3); actor.Out.Send(2, 3); };
        sim.Run();
        Assert.Equal([4, 7, 103, 106], to.Log.Select(entry => entry.Tick));
    }

    [Fact]
    public void HalfTheBandwidthNeverHelps()
    {
        var random = new Random(5);
        for (int i = 0; i < 50; i++)
        {
            int[] sizes = [.. Enumerable.Range(0, 20).Select(_ => random.Next(0, 40))];
            var rate = new Rate(random.Next(1, 20), random.Next(1, 20));
            long[] fast = Arrivals(rate, sizes, 1), slow = Arrivals(rate with { Ticks = rate.Ticks * 2 }, sizes, 1);
            Assert.All(fast.Zip(slow), pair => Assert.True(pair.First <= pair.Second));
            Assert.Equal(fast.Order(), fast);
            // No more than the rate allows has passed by any time: utilisation never above 100 %.
            long passed = 0;
            for (int k = 0; k < sizes.Length; k++)
            {
                passed += sizes[k];
                Assert.True(passed * rate.Ticks <= (fast[k] - 2) * rate.Amount, $"{rate}: {passed} by tick {fast[k] - 2}");
            }
        }
    }

    [Fact]
    public void EveryScheduleGivesTheSame()
    {
        int[] sizes = [.. Enumerable.Range(0, 40).Select(i => i * 7 % 13)];
        long[] expected = Arrivals(new Rate(3, 2), sizes, 4);
        foreach ((string manager, int threads) in Managers.All) Assert.Equal(expected, Arrivals(new Rate(3, 2), sizes, 4, Managers.Options(manager, threads)));
    }

    [Fact]
    public void ANegativeSizeIsRefused()
    {
        var sim = new Simulation();
        (Actor from, _) = Pair(sim, new LinkOptions { Bandwidth = new Rate(1) });
        from.OnStart = actor => actor.At(7);
        from.OnRun = actor => actor.Out.Send(1, -5);
        string message = Assert.Throws<SimulationException>(() => sim.Run()).Message;
        Assert.StartsWith("from.Outs[0] at tick 7 sent a message of size -5", message, StringComparison.Ordinal);
    }

    private static long[] Arrivals(Rate rate, int[] sizes, long at, RunOptions? options = null)
    {
        var sim = new Simulation();
        (Actor from, Actor to) = Pair(sim, new LinkOptions { Latency = 2, Bandwidth = rate });
        from.OnStart = actor => actor.At(at);
        from.OnRun = actor =>
        {
            for (int i = 0; i < sizes.Length; i++) actor.Out.Send(i, sizes[i]);
        };
        sim.Run(options);
        Assert.Equal(Enumerable.Range(0, sizes.Length).Select(i => $"Ins[0]={i}"), to.Log.Select(entry => entry.What));
        return [.. to.Log.Select(entry => entry.Tick)];
    }

    private static (Actor From, Actor To) Pair(Simulation sim, LinkOptions options)
    {
        var from = new Actor(sim, "from", outs: 1);
        var to = new Actor(sim, "to", ins: 1) { OnRun = actor => actor.NoteAll() };
        sim.Connect(from.Out, to.In, options);
        return (from, to);
    }
}

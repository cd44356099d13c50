namespace Orrery.Engine.Tests.Running;

/// <summary>Does a run end where it was told to, in the same state for every schedule?</summary>
public sealed class EndTests
{
    [Fact]
    public void AStopSignalEndsEveryScheduleAlike()
    {
        RunResult? first = null;
        long[] sums = [];
        foreach ((string manager, int threads) in Managers.All)
        {
            var ring = new Ring(5, latency: 8);
            StopSignal[] signals = [.. ring.Members.Select(member => new StopSignal(member, 5))];
            // Two ask in the same window; the earlier one counts, whoever runs first.
            ring.Step = actor =>
            {
                if (actor.Id == 4 && actor.Now == 100) signals[4].Send();
                if (actor.Id == 0 && actor.Now == 101) signals[0].Send();
            };
            RunResult result = ring.Simulation.Run(Managers.Options(manager, threads));
            first ??= result;
            if (sums.Length == 0) sums = [.. ring.Sums];
            Assert.Equal((RunEnd.Stopped, 105L, first.Activations), (result.End, result.Tick, result.Activations));
            Assert.Equal(sums, ring.Sums);
            // It can go on.
            Assert.Equal(RunEnd.TickReached, ring.Simulation.Run(Managers.Options(manager, threads) with { Until = 200 }).End);
            Assert.Equal(first.Activations + 5 * 95, ring.Simulation.Activations);
        }
    }

    [Theory]
    [MemberData(nameof(Managers.Some), MemberType = typeof(Managers))]
    public void AStopSignalMayBeSentAtTheStart(string manager, int threads)
    {
        var ring = new Ring(3);
        var signal = new StopSignal(ring.Members[1], 30);
        Action<Actor> start = ring.Members[1].OnStart!;
        ring.Members[1].OnStart = actor => { signal.Send(); start(actor); };
        RunResult result = ring.Simulation.Run(Managers.Options(manager, threads));
        Assert.Equal((RunEnd.Stopped, 30L), (result.End, result.Tick));
    }

    [Theory]
    [MemberData(nameof(Managers.Some), MemberType = typeof(Managers))]
    public void AStopSignalOutlivesAPause(string manager, int threads)
    {
        var ring = new Ring(3);
        var signal = new StopSignal(ring.Members[1], 30);
        ring.Step = actor => { if (actor is { Id: 1, Now: 10 }) signal.Send(); };
        Assert.Equal(RunEnd.TickReached, ring.Simulation.Run(Managers.Options(manager, threads) with { Until = 20 }).End);
        RunResult result = ring.Simulation.Run(Managers.Options(manager, threads));
        Assert.Equal((RunEnd.Stopped, 40L), (result.End, result.Tick));
    }

    [Fact]
    public void AConditionEndsEveryScheduleAlike()
    {
        long[] sums = [];
        foreach ((string manager, int threads) in Managers.All)
        {
            var ring = new Ring(5, latency: 4);
            RunResult result = ring.Simulation.Run(Managers.Options(manager, threads) with
            {
                StopWhen = () => ring.Simulation.Now >= 90,
                StopWhenEvery = 40,
            });
            if (sums.Length == 0) sums = [.. ring.Sums];
            Assert.Equal((RunEnd.ConditionMet, 120L), (result.End, result.Tick));
            Assert.Equal(sums, ring.Sums);
            Assert.Equal(5 * 120, result.Activations);
        }
    }

    [Theory]
    [MemberData(nameof(Managers.Some), MemberType = typeof(Managers))]
    public void TwoRunsAreOne(string manager, int threads)
    {
        var whole = new Ring(4);
        whole.Simulation.Run();
        var parts = new Ring(4);
        foreach (long until in (long[])[0, 1, 57, 57, 58, 250])
        {
            RunResult result = parts.Simulation.Run(Managers.Options(manager, threads) with { Until = until });
            Assert.Equal((RunEnd.TickReached, until, until), (result.End, result.Tick, parts.Simulation.Now));
        }
        Assert.Equal(RunEnd.Idle, parts.Simulation.Run(Managers.Options(manager, threads)).End);
        Assert.Equal(whole.Sums, parts.Sums);
    }

    [Theory]
    [MemberData(nameof(Managers.Some), MemberType = typeof(Managers))]
    public void CancellationEndsAnEndlessRun(string manager, int threads)
    {
        using var source = new CancellationTokenSource();
        var ring = new Ring(4, lastTick: long.MaxValue);
        ring.Step = actor => { if (actor.Now == 500) source.Cancel(); };
        RunResult result = ring.Simulation.Run(Managers.Options(manager, threads) with { Cancellation = source.Token });
        Assert.Equal(RunEnd.Cancelled, result.End);
        Assert.InRange(result.Tick, 500, 100_000);
        // What was cancelled can go on, and nothing was lost.
        var whole = new Ring(4, lastTick: long.MaxValue);
        whole.Simulation.Run(new RunOptions { Until = result.Tick + 50 });
        ring.Simulation.Run(new RunOptions { Until = result.Tick + 50 });
        Assert.Equal(whole.Sums, ring.Sums);
    }

    /// <summary>A run on several threads counts who has how much to do, for a moment; a later run on one does not go on with it.</summary>
    [Fact]
    public void CountingEndsWithTheRun()
    {
        var ring = new Ring(4);
        ring.Simulation.Run(new RunOptions { Threads = 2, Until = 5 });
        Assert.False(ring.Simulation.IsCounting);
    }

    /// <summary>Partitions that never talk could run for ever; they must not.</summary>
    [Theory]
    [InlineData("sequential", 1)]
    [InlineData("static", 2)]
    [InlineData("stealing", 2)]
    public void CancellationEndsStrangersToo(string manager, int threads)
    {
        using var source = new CancellationTokenSource();
        var sim = new Simulation();
        for (int i = 0; i < 4; i++)
        {
            _ = new Actor(sim, $"a{i}")
            {
                OnStart = actor => actor.Next(),
                // The second end is for a run that does not hear.
                OnRun = actor => { if (actor.Now == 500) source.Cancel(); if (actor.Now < 1_000_000) actor.Next(); },
            };
        }
        RunResult result = sim.Run(Managers.Options(manager, threads) with { Cancellation = source.Token });
        Assert.Equal(RunEnd.Cancelled, result.End);
        Assert.InRange(result.Tick, 500, 999_999);
    }

    [Theory]
    [MemberData(nameof(Managers.Some), MemberType = typeof(Managers))]
    public void ProgressIsTold(string manager, int threads)
    {
        var ring = new Ring(4, lastTick: 6_000);
        var told = new List<RunProgress>();
        ring.Simulation.Run(Managers.Options(manager, threads) with { Until = 6_000, Progress = told.Add, ProgressInterval = TimeSpan.Zero });
        Assert.NotEmpty(told);
        Assert.Equal(told.Select(progress => progress.Tick).Order(), told.Select(progress => progress.Tick));
        Assert.All(told, progress => Assert.Equal((6_000L, progress.Tick / 6000.0), (progress.Until, progress.Fraction!.Value)));
        Assert.InRange(told[^1].Activations, 1, 4 * 6_000);
    }
}

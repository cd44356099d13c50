namespace Orrery.Engine.Tests.Running;

/// <summary>Do timers, wake-ups and broadcasts come exactly when they are due, however far away?</summary>
public sealed class TimerTests
{
    [Theory]
    [MemberData(nameof(Managers.Some), MemberType = typeof(Managers))]
    public void TimersComeBackInOrder(string manager, int threads)
    {
        var sim = new Simulation();
        var clock = new Actor(sim, "clock", boxes: 1)
        {
            OnStart = actor =>
            {
                foreach (long delay in (long[])[5, 1, 5000, 5, 1L << 31, 1L << 40]) actor.Box.SendLater(delay, delay);
            },
            OnRun = actor => actor.NoteAll(),
        };
        sim.Run(Managers.Options(manager, threads));
        Assert.Equal([1, 5, 5, 5000, 1L << 31, 1L << 40], clock.Log.Select(entry => entry.Tick));
        Assert.All(clock.Log, entry => Assert.Equal($"Boxes[0]={entry.Tick}", entry.What));
    }

    /// <summary>All that is known of ticks beyond 32 and 53 bits: links, letters, credits and bandwidth are exact there.</summary>
    [Theory]
    [InlineData(1L << 31)]
    [InlineData((1L << 53) + 1)]
    [InlineData((1L << 59) + 12345)]
    public void TicksFarAwayAreExact(long far)
    {
        foreach ((string manager, int threads) in Managers.All)
        {
            var sim = new Simulation();
            var from = new Actor(sim, "from", outs: 1, posts: 1);
            var to = new Actor(sim, "to", ins: 1, boxes: 1) { OnRun = actor => actor.NoteAll() };
            sim.Connect(from.Out, to.In, new LinkOptions { Latency = 3, Capacity = 1, Bandwidth = new Rate(1, 2) });
            sim.Connect(from.Post, to.Box);
            int left = 3;
            from.OnStart = actor => actor.At(far);
            from.OnRun = actor =>
            {
                if (actor.Now == far) actor.Post.Send(-1, 1);
                while (left > 0 && actor.Out.TrySend(left)) left--;
            };
            RunResult result = sim.Run(Managers.Options(manager, threads));
            // A message takes two ticks on the wire, so it leaves in the tick after its start; its credit takes three more.
            Assert.Equal([far + 1, far + 4, far + 11, far + 18], to.Log.Select(entry => entry.Tick));
            Assert.Equal(far + 18, result.Tick);
        }
    }

    [Fact]
    public void ABroadcastReachesEveryInbox()
    {
        var sim = new Simulation();
        var from = new Actor(sim, "from", posts: 1) { OnStart = actor => actor.Post.Broadcast(7, 12) };
        Actor[] to = [.. Enumerable.Range(0, 5).Select(i => new Actor(sim, $"to{i}", boxes: 1) { OnRun = actor => actor.NoteAll() })];
        sim.Connect(from.Post, [.. to.Select(actor => actor.Box)], 12);
        sim.Run(Managers.Options("static", 3));
        Assert.All(to, actor => Assert.Equal([(12, "Boxes[0]=7")], actor.Log));
        Assert.Equal(5, from.Post.Count);
    }

    [Fact]
    public void ManyReasonsInATickAreOneRun()
    {
        var sim = new Simulation();
        var actor = new Actor(sim, "a", boxes: 1)
        {
            OnStart = actor => { actor.At(9); actor.At(9); actor.Box.SendLater(1, 9); actor.Box.SendLater(2, 9); },
            OnRun = actor => actor.Note("run"),
        };
        sim.Run(new RunOptions { Until = 20 });
        Assert.Equal([(9, "run")], actor.Log);
    }

    [Fact]
    public void AWakeUpLiesAhead()
    {
        var sim = new Simulation();
        _ = new Actor(sim, "a") { OnStart = actor => actor.At(9), OnRun = actor => actor.At(9) };
        string message = Assert.Throws<SimulationException>(() => sim.Run()).Message;
        Assert.Equal("a at tick 9 asked to be woken at tick 9; a wake-up lies at least one tick ahead", message);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(0)]
    [InlineData(-1)]
    public void ADelayBelowTheMinimumIsRefused(long delay)
    {
        var sim = new Simulation();
        var from = new Actor(sim, "from", posts: 1) { OnStart = actor => actor.At(2), OnRun = actor => actor.Post.Send(1, delay) };
        var to = new Actor(sim, "to", boxes: 1);
        sim.Connect(from.Post, to.Box, 5);
        string message = Assert.Throws<SimulationException>(() => sim.Run()).Message;
        Assert.StartsWith($"from.Posts[0] at tick 2 sent with a delay of {delay} ticks; its connection allows 5 to", message, StringComparison.Ordinal);
    }
}

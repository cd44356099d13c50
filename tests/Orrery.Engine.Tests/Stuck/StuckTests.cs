namespace Orrery.Engine.Tests.Stuck;

/// <summary>Does a run that cannot go on say who waits on whom?</summary>
public sealed class StuckTests
{
    [Theory]
    [MemberData(nameof(Managers.Some), MemberType = typeof(Managers))]
    public void ACreditDeadlockIsNamed(string manager, int threads)
    {
        var sim = new Simulation();
        Actor left = Stubborn(sim.Within("gpu0"), "left"), right = Stubborn(sim.Within("gpu0"), "right");
        sim.Connect(left.Out, right.In, new LinkOptions { Latency = 3, Capacity = 2 });
        sim.Connect(right.Out, left.In, new LinkOptions { Latency = 3, Capacity = 4 });
        RunResult result = sim.Run(Managers.Options(manager, threads));
        Assert.Equal(RunEnd.Stuck, result.End);
        Assert.Equal(8, result.Tick);
        Assert.Equal(
            """
            stuck at tick 8: 2 outputs wait for room, and nobody can run
              gpu0.left.Outs[0] -> gpu0.right.Ins[0] is full (2 of 2 messages unread); gpu0.left waits for gpu0.right
              gpu0.right.Outs[0] -> gpu0.left.Ins[0] is full (4 of 4 messages unread); gpu0.right waits for gpu0.left
            """.ReplaceLineEndings("\n"), result.Account);
    }

    [Theory]
    [MemberData(nameof(Managers.Some), MemberType = typeof(Managers))]
    public void AFullPipeBehindASleeperIsStuckToo(string manager, int threads)
    {
        var sim = new Simulation();
        Actor source = Stubborn(sim, "source", ins: 0);
        var sink = new Actor(sim, "sink", ins: 1);
        sim.Connect(source.Out, sink.In, new LinkOptions { Capacity = 1 });
        RunResult result = sim.Run(Managers.Options(manager, threads));
        Assert.Equal(RunEnd.Stuck, result.End);
        Assert.Contains("source.Outs[0] -> sink.Ins[0] is full (1 of 1 messages unread); source waits for sink", result.Account, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Managers.Some), MemberType = typeof(Managers))]
    public void MessagesLeftUnreadAreNamed(string manager, int threads)
    {
        var sim = new Simulation();
        var from = new Actor(sim, "from", outs: 1, posts: 1)
        {
            OnStart = actor => { actor.Out.Send(1); actor.Out.Send(2); actor.Post.Send(3, 9); },
        };
        var to = new Actor(sim, "to", ins: 1, boxes: 1) { OnRun = actor => actor.In.TryTake(out _) };
        sim.Connect(from.Out, to.In, 4);
        sim.Connect(from.Post, to.Box);
        RunResult result = sim.Run(Managers.Options(manager, threads));
        // Two runs, at ticks 4 and 9, took the two messages of the link; the letter stays.
        Assert.Equal(RunEnd.Idle, result.End);
        Assert.Equal("to.Boxes[0] holds 1 message that to left unread at tick 9 without asking to run again (WakeNext)", result.Account);
    }

    [Fact]
    public void AllIsWellMeansNoAccount()
    {
        var sim = new Simulation();
        _ = new Actor(sim, "a") { OnStart = actor => actor.At(3) };
        RunResult result = sim.Run();
        Assert.Equal((RunEnd.Idle, 3L, ""), (result.End, result.Tick, result.Account));
    }

    [Theory]
    [InlineData("sequential", 1)]
    [InlineData("static", 2)]
    public void ASlowComponentIsNamed(string manager, int threads)
    {
        var sim = new Simulation();
        using var told = new ManualResetEventSlim();
        string words = "";
        _ = new Actor(sim, "quick") { OnStart = actor => actor.At(17) };
        _ = new Actor(sim, "sleeper")
        {
            OnStart = actor => actor.At(17),
            OnRun = _ => told.Wait(TimeSpan.FromSeconds(20)),
        };
        sim.Run(Managers.Options(manager, threads) with
        {
            SlowAfter = TimeSpan.FromMilliseconds(50),
            Slow = text =>
            {
                if (!text.Contains("sleeper", StringComparison.Ordinal)) return;
                words = text;
                told.Set();
            },
        });
        Assert.Contains("sleeper was started last, at tick 17", words, StringComparison.Ordinal);
    }

    /// <summary>Sends as long as it can and takes nothing.</summary>
    private static Actor Stubborn(Scope scope, string name, int ins = 1) => new(scope, name, ins: ins, outs: 1)
    {
        OnStart = actor => actor.At(5),
        OnRun = actor =>
        {
            while (actor.Out.TrySend(0))
            {
            }
        },
    };
}

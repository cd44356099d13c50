namespace Orrery.Engine.Tests.Links;

/// <summary>Is a message there at exactly the tick its link says, and not one tick earlier?</summary>
public sealed class LatencyTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(5000)]
    public void ArrivesExactlyAfterTheLatency(long latency)
    {
        foreach ((string manager, int threads) in Managers.All)
        {
            var sim = new Simulation();
            var to = new Actor(sim, "to", ins: 1) { OnRun = actor => { actor.NoteAll(); actor.Note("run"); } };
            var from = new Actor(sim, "from", outs: 1);
            sim.Connect(from.Out, to.In, latency);
            from.OnStart = actor => actor.At(10);
            from.OnRun = actor => actor.Out.Send(42);
            // The receiver also runs one tick before, and must find nothing.
            to.OnStart = actor => actor.At(10 + latency - 1);
            if (latency == 1) to.OnStart = actor => actor.At(10);
            sim.Run(Managers.Options(manager, threads));
            Assert.Equal([(10 + latency - 1, "run"), (10 + latency, "Ins[0]=42"), (10 + latency, "run")], to.Log);
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 4)]
    [InlineData(1, 5000)]
    [InlineData(1, Outbox.LongestDelay)]
    public void ALetterArrivesExactlyAfterItsDelay(long least, long delay)
    {
        var sim = new Simulation();
        var from = new Actor(sim, "from", posts: 1);
        var to = new Actor(sim, "to", boxes: 1) { OnRun = actor => { actor.NoteAll(); actor.Note("run"); } };
        sim.Connect(from.Post, to.Box, least);
        from.OnStart = actor => actor.At(10);
        from.OnRun = actor => actor.Post.Send(42, delay);
        to.OnStart = actor => actor.At(10 + delay - 1);
        sim.Run();
        Assert.Equal([(10 + delay - 1, "run"), (10 + delay, "Boxes[0]=42"), (10 + delay, "run")], to.Log);
    }

    [Fact]
    public void ZeroLatencyIsRefused()
    {
        var sim = new Simulation();
        var a = new Actor(sim, "a", outs: 1, posts: 1);
        var b = new Actor(sim, "b", ins: 1, boxes: 1);
        Says("the link a.Outs[0] -> b.Ins[0]: latency 0 is out of range; it may be 1 to", () => sim.Connect(a.Out, b.In, 0));
        Says("credit latency 0", () => sim.Connect(a.Out, b.In, new LinkOptions { Capacity = 1, CreditLatency = 0 }));
        Says("capacity -1", () => sim.Connect(a.Out, b.In, new LinkOptions { Capacity = -1 }));
        Says("bandwidth amount 0", () => sim.Connect(a.Out, b.In, new LinkOptions { Bandwidth = new Rate(0) }));
        Says("bandwidth ticks 0", () => sim.Connect(a.Out, b.In, new LinkOptions { Bandwidth = new Rate(1, 0) }));
        Says("a.Posts[0]: minimum delay 0", () => sim.Connect(a.Post, b.Box, 0));
    }

    private static void Says(string words, Action act) => Assert.Contains(words, Assert.Throws<SimulationException>(act).Message, StringComparison.Ordinal);
}

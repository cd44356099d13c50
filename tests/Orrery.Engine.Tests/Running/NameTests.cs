namespace Orrery.Engine.Tests.Running;

/// <summary>Is everything named as its owner would name it, and every mistake of a model by those names?</summary>
public sealed class NameTests
{
    [Fact]
    public void NamesAreHierarchical()
    {
        var sim = new Simulation();
        var cache = new Actor(sim.Within("gpu0").Within("sm3"), "l1", ins: 2);
        Assert.Equal("gpu0.sm3.l1", cache.Name);
        Assert.Equal("gpu0.sm3.l1", cache.ToString());
        Assert.Equal("gpu0.sm3.l1.Ins[1]", cache.Ins[1].ToString());
        Assert.Equal(0, cache.Id);
        Assert.Equal([cache], sim.Components);
    }

    [Fact]
    public void ANameIsUsedOnce()
    {
        var sim = new Simulation();
        _ = new Actor(sim.Within("a"), "b");
        _ = new Actor(sim, "b");
        string message = Assert.Throws<SimulationException>(() => new Actor(sim.Within("a"), "b")).Message;
        Assert.StartsWith("two components are called a.b", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Actor(sim, " "));
    }

    [Fact]
    public void AllUnconnectedPortsAreNamedAtOnce()
    {
        var sim = new Simulation();
        var a = new Actor(sim, "a", outs: 2);
        var b = new Actor(sim, "b", ins: 2, boxes: 1, posts: 1);
        sim.Connect(a.Outs[1], b.Ins[0]);
        string message = Assert.Throws<SimulationException>(() => sim.Run()).Message;
        Assert.Equal("3 ports are not connected: a.Outs[0], b.Ins[1], b.Posts[0]", message);
    }

    [Fact]
    public void AnEndIsConnectedOnce()
    {
        var sim = new Simulation();
        var a = new Actor(sim, "a", outs: 2, posts: 1);
        var b = new Actor(sim, "b", ins: 2, boxes: 1);
        sim.Connect(a.Outs[0], b.Ins[0]);
        sim.Connect(a.Post, b.Box);
        Says("a.Outs[0] is connected already, to b.Ins[0]", () => sim.Connect(a.Outs[0], b.Ins[1]));
        Says("b.Ins[0] is connected already, to a.Outs[0]; many senders need an Inbox", () => sim.Connect(a.Outs[1], b.Ins[0]));
        Says("a.Posts[0] is connected already", () => sim.Connect(a.Post, b.Box));
    }

    [Fact]
    public void AStartedSimulationTakesNothingNew()
    {
        var sim = new Simulation();
        _ = new Actor(sim, "a");
        sim.Run();
        Says("a simulation that has started", () => _ = new Actor(sim, "b"));
    }

    [Fact]
    public void OptionsOutOfRangeAreNamed()
    {
        var sim = new Simulation();
        Says("threads 0", () => sim.Run(new RunOptions { Threads = 0 }));
        Says("last tick -1", () => sim.Run(new RunOptions { Until = -1 }));
        Says("StopWhen 0", () => sim.Run(new RunOptions { StopWhenEvery = 0 }));
    }

    private static void Says(string words, Action act) => Assert.Contains(words, Assert.Throws<SimulationException>(act).Message, StringComparison.Ordinal);
}

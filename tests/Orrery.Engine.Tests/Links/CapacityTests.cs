namespace Orrery.Engine.Tests.Links;

/// <summary>Is a sender refused exactly while a bounded link is full, and woken in exactly the tick in which it has room?</summary>
public sealed class CapacityTests
{
    [Theory]
    [InlineData(2, 3, 5)]
    [InlineData(1, 1, 1)]
    [InlineData(3, 4, 1)]
    [InlineData(1, 6, 30)]
    public void RefusedWhenFullAndWokenWhenRoomIsBack(int capacity, long latency, long credit)
    {
        foreach ((string manager, int threads) in Managers.All)
        {
            var sim = new Simulation();
            var from = new Actor(sim, "from", outs: 1);
            var to = new Actor(sim, "to", ins: 1);
            sim.Connect(from.Out, to.In, new LinkOptions { Latency = latency, Capacity = capacity, CreditLatency = credit });
            int sent = 0;
            from.OnStart = actor => actor.At(10);
            from.OnRun = actor =>
            {
                actor.Note("run");
                while (sent < capacity + 1 && actor.Out.TrySend(sent)) sent++;
                if (sent < capacity + 1) Assert.False(actor.Out.HasRoom);
            };
            // The receiver is run by the first message, but takes it only at tick 100.
            to.OnStart = actor => actor.At(100);
            to.OnRun = actor => { if (actor.Now == 100) actor.Note($"took {actor.In.Take()}"); };
            RunResult result = sim.Run(Managers.Options(manager, threads));
            Assert.Equal([(100, "took 0")], to.Log);
            Assert.Equal([(10, "run"), (100 + credit, "run")], from.Log);
            Assert.Equal(capacity + 1, sent);
            Assert.Equal(RunEnd.Idle, result.End);
            Assert.Contains("to.Ins[0] holds", result.Account, StringComparison.Ordinal);
        }
    }

    /// <summary>A place taken at t may be used at t + credit latency and not before: the sender asks in every tick.</summary>
    [Fact]
    public void ACreditIsNotThereATickEarly()
    {
        var sim = new Simulation();
        var from = new Actor(sim, "from", outs: 1);
        var to = new Actor(sim, "to", ins: 1) { OnRun = actor => actor.In.Take() };
        sim.Connect(from.Out, to.In, new LinkOptions { Latency = 2, Capacity = 1, CreditLatency = 3 });
        from.OnStart = actor => actor.Next();
        from.OnRun = actor =>
        {
            if (actor.Out.HasRoom)
            {
                actor.Out.Send(0);
                actor.Note("sent");
            }
            if (actor.Now < 12) actor.Next();
        };
        sim.Run();
        Assert.Equal([(1, "sent"), (6, "sent"), (11, "sent")], from.Log);
    }

    [Fact]
    public void TheCreditLatencyIsTheLatencyUnlessSaid()
    {
        var sim = new Simulation();
        var from = new Actor(sim, "from", outs: 1);
        var to = new Actor(sim, "to", ins: 1) { OnRun = actor => actor.In.Take() };
        sim.Connect(from.Out, to.In, new LinkOptions { Latency = 4, Capacity = 1 });
        from.OnStart = actor => actor.Next();
        from.OnRun = actor =>
        {
            actor.Note(actor.Out.TrySend(1) ? "sent" : "refused");
            if (actor.Now < 9) actor.Out.WakeOnRoom();
        };
        sim.Run();
        Assert.Equal([(1, "sent"), (9, "sent")], from.Log);
    }

    [Fact]
    public void SendingIntoAFullLinkNamesThePort()
    {
        var sim = new Simulation();
        var from = new Actor(sim, "from", outs: 1);
        var to = new Actor(sim, "to", ins: 1);
        sim.Connect(from.Out, to.In, new LinkOptions { Capacity = 1 });
        from.OnStart = actor => actor.At(5);
        from.OnRun = actor => { actor.Out.Send(1); actor.Out.Send(2); };
        string message = Assert.Throws<SimulationException>(() => sim.Run()).Message;
        Assert.StartsWith("from.Outs[0] at tick 5 sent into a full link", message, StringComparison.Ordinal);
    }

    [Fact]
    public void TakingWhatIsNotThereNamesThePort()
    {
        var sim = new Simulation();
        var from = new Actor(sim, "from", outs: 1);
        var to = new Actor(sim, "to", ins: 1, boxes: 1) { OnStart = actor => actor.At(3), OnRun = actor => actor.In.Take() };
        sim.Connect(from.Out, to.In);
        Assert.StartsWith("to.Ins[0] at tick 3 was read although", Assert.Throws<SimulationException>(() => sim.Run()).Message, StringComparison.Ordinal);
    }
}

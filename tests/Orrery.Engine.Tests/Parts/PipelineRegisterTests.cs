using Orrery.Engine.Parts;

namespace Orrery.Engine.Tests.Parts;

/// <summary>When a pipeline register passes a message on, and what it does when it cannot.</summary>
public sealed class PipelineRegisterTests
{
    // Sent at 1, taken at 2, sent on at 2 + cycles, there a tick later: not there at t - 1, there at t.
    [Theory]
    [InlineData(1, 4)]
    [InlineData(5, 8)]
    [InlineData(1000, 1003)]
    public void Is_the_latency_exact(int cycles, long there)
    {
        (Simulation simulation, Sink sink) = Line(1, cycles);
        simulation.Run(new RunOptions { Until = there - 1 });
        Assert.Empty(sink.Taken);
        simulation.Run(new RunOptions { Until = there });
        Assert.Equal(there, Assert.Single(sink.Taken).Tick);
    }

    // One each tick from tick 2 + cycles + 1 on.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void Does_it_pass_one_a_tick(int cycles)
    {
        (Simulation simulation, Sink sink) = Line(100, cycles);
        simulation.Run();
        Assert.Equal(Enumerable.Range(3 + cycles, 100).Select(tick => (long)tick), sink.Taken.Select(taken => taken.Tick));
    }

    // A sink that takes every third tick sets the pace, and nothing is lost or changes places.
    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 2)]
    public void Does_back_pressure_reach_the_source(int cycles, int capacity)
    {
        (Simulation simulation, Sink sink) = Line(60, cycles, capacity, sinkEvery: 3);
        simulation.Run();
        Assert.Equal(Enumerable.Range(0, 60), sink.Taken.Select(taken => taken.Packet.Number));
        long first = sink.Taken[0].Tick;
        Assert.Equal(Enumerable.Range(0, 60).Select(i => first + 3 * i), sink.Taken.Select(taken => taken.Tick));
    }

    // Before the sink opens there are 4 messages in each link and 3 in the register: 11 sent, and nobody runs for nothing.
    [Fact]
    public void Does_it_hold_as_many_as_its_cycles()
    {
        var simulation = new Simulation();
        var source = new Source(simulation, 0, 50, 1);
        var register = new PipelineRegister<Packet>(simulation, "stage", 3);
        var sink = new Sink(simulation, 0) { OpensAt = 5000 };
        simulation.Connect(source.Out, register.In, new LinkOptions { Capacity = 4 });
        simulation.Connect(register.Out, sink.In, new LinkOptions { Capacity = 4 });
        RunResult waiting = simulation.Run(new RunOptions { Until = 4999 });
        Assert.Equal(11, source.Sent);
        Assert.InRange(waiting.Activations, 11, 60);
        simulation.Run();
        Assert.Equal(50, sink.Taken.Count);
    }

    // A cycle of 10 ticks: what is sent at 1 arrives at 2, is taken at the edge 10, leaves at 10 + 2 * 10 = 30, is there at 31.
    // Then one each cycle.
    [Fact]
    public void Does_a_clock_set_its_cycles()
    {
        var clock = new ClockDomain(TickLength.Nanosecond, 100_000_000);
        (Simulation simulation, Sink sink) = Line(5, cycles: 2, clock: clock);
        simulation.Run();
        Assert.Equal([31, 41, 51, 61, 71], sink.Taken.Select(taken => taken.Tick));
    }

    // 300 MHz in nanoseconds: edges at ceil(n * 10 / 3) = 4, 7, 10, 14, 17, 20. Taken at 4, sent at 7, there at 8.
    [Fact]
    public void Does_a_clock_that_is_not_exact_keep_its_mean()
    {
        var clock = new ClockDomain(TickLength.Nanosecond, 300_000_000);
        (Simulation simulation, Sink sink) = Line(300, cycles: 1, clock: clock);
        simulation.Run();
        Assert.Equal([8, 11, 15, 18, 21], sink.Taken.Take(5).Select(taken => taken.Tick));
        Assert.Equal(8 + 297 * 10 / 3, sink.Taken[297].Tick); // 297 cycles are 990 ticks, without drift
    }

    [Theory]
    [MemberData(nameof(Schedules.All), MemberType = typeof(Schedules))]
    public void Is_it_the_same_for_every_schedule(string manager, int threads)
    {
        (Simulation alone, Sink expected) = Line(1200, 3, capacity: 2, sinkEvery: 2);
        (Simulation other, Sink sink) = Line(1200, 3, capacity: 2, sinkEvery: 2);
        Assert.True(alone.Run().Activations > 4_000);
        Schedules.Run(other, manager, threads);
        Assert.Equal(expected.Taken, sink.Taken);
        Assert.Equal(alone.StateHash(), other.StateHash());
    }

    // Saved full and in the middle of it, restored into a fresh model: the same end.
    [Fact]
    public void Does_it_go_on_after_a_restore()
    {
        (Simulation whole, Sink expected) = Line(100, 3, capacity: 2, sinkEvery: 2);
        whole.Run(new RunOptions { Until = 77 });
        using var file = new MemoryStream();
        whole.Save(file);
        whole.Run();
        (Simulation restored, Sink sink) = Line(100, 3, capacity: 2, sinkEvery: 2);
        file.Position = 0;
        restored.Restore(file);
        restored.Run();
        Assert.Equal(expected.Taken, sink.Taken);
        Assert.Equal(whole.StateHash(), restored.StateHash());
    }

    private static (Simulation Simulation, Sink Sink) Line(int packets, int cycles, int capacity = 4, long sinkEvery = 1, ClockDomain? clock = null)
    {
        var simulation = new Simulation();
        var source = new Source(simulation, 0, packets, 1);
        var register = new PipelineRegister<Packet>(simulation, "stage", cycles, clock);
        var sink = new Sink(simulation, 0, sinkEvery);
        simulation.Connect(source.Out, register.In, new LinkOptions { Capacity = capacity });
        simulation.Connect(register.Out, sink.In, new LinkOptions { Capacity = capacity });
        return (simulation, sink);
    }
}

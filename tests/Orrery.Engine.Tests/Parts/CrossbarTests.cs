using FsCheck;
using FsCheck.Fluent;
using Orrery.Engine.Arbiters;
using Orrery.Engine.Parts;

namespace Orrery.Engine.Tests.Parts;

/// <summary>What a crossbar passes, in which order, when, and how much of it.</summary>
public sealed class CrossbarTests
{
    // Sent at 1, at the crossbar at 2, sent on in the same tick, at the sink at 3.
    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Does_it_add_no_latency_of_its_own(int depth)
    {
        var board = new Switchboard(2, 2, packets: 1, depth, only: 1);
        board.Simulation.Run();
        // Both want output 1: input 0 first, input 1 a tick later.
        Assert.Equal([(3, 0), (4, 1)], board.Sinks[1].Taken.Select(taken => (taken.Tick, taken.Packet.Source)));
    }

    [Fact]
    public void Does_everything_arrive_once_and_in_order() => Prop.ForAll(
        Gen.Choose(0, 3).Select(i => new[] { 0, 1, 3, 100 }[i]).ToArbitrary(),
        Gen.Choose(1, 9).ToArbitrary(),
        Gen.Choose(1, 1_000_000).ToArbitrary(),
        (depth, inputs, seed) =>
        {
            int outputs = 1 + seed % 7, slow = 1 + seed / 7 % 3, capacity = 1 + seed / 21 % 4, latency = 1 + seed / 84 % 3;
            Func<int, IArbiter>[] arbiters = [_ => new RoundRobinArbiter(), _ => new FixedPriorityArbiter(), _ => new OldestFirstArbiter(),
                output => new WeightedArbiter([.. Enumerable.Range(1, inputs).Select(i => i + output)])];
            var board = new Switchboard(inputs, outputs, packets: 50, depth, arbiters[seed / 252 % 4], slow, capacity, latency: latency);
            RunResult result = board.Simulation.Run();
            Assert.Equal((RunEnd.Idle, ""), (result.End, result.Account));
            board.AssertAllArrivedInOrder(50);
        }).QuickCheckThrowOnFailure();

    // Every input sends to one output: it passes one packet a tick, from tick 2 to tick 2 + 4 * 100 - 1, and they arrive a tick later.
    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    public void Does_a_busy_output_pass_one_a_tick(int depth)
    {
        var board = new Switchboard(4, 2, packets: 100, depth, only: 0);
        board.Simulation.Run();
        Assert.Equal(Enumerable.Range(3, 400).Select(tick => (long)tick), board.Sinks[0].Taken.Select(taken => taken.Tick));
        // Round robin: each source has every fourth packet.
        Assert.Equal([0, 1, 2, 3, 0, 1, 2, 3], board.Sinks[0].Taken.Take(8).Select(taken => taken.Packet.Source));
    }

    // Karol, Hluchyj, Morgan (IEEE Trans. Comm. 1987), table I: with uniform random traffic at saturation the first in line
    // limits an 8 x 8 switch to 0.6184 of its outputs' bandwidth, a 2 x 2 switch to 0.75.
    [Theory]
    [InlineData(2, 0.75)]
    [InlineData(8, 0.6184)]
    public void Does_the_first_in_line_block_as_much_as_theory_says(int ports, double expected) =>
        Assert.InRange(Throughput(ports, depth: 0), expected - 0.01, expected + 0.01);

    // Every input has something for every output nearly always, so nearly every output finds an input.
    [Fact]
    public void Do_virtual_queues_not_block() => Assert.InRange(Throughput(8, depth: 64), 0.95, 1);

    [Fact]
    public void Do_weights_hold_through_a_crossbar()
    {
        var board = new Switchboard(3, 1, packets: 10_000, arbiter: _ => new WeightedArbiter(1, 2, 5));
        board.Simulation.Run(new RunOptions { Until = 8002 });
        // 8000 packets arrive in the ticks 3 to 8002: 1000 rounds of 8.
        Assert.Equal([1000, 2000, 5000], Enumerable.Range(0, 3).Select(i => board.Sinks[0].Taken.Count(taken => taken.Packet.Source == i)));
    }

    // Source 1 sends every 10 ticks; its packet is the younger one when it comes, for source 0 always has one waiting.
    [Fact]
    public void Does_age_count_from_the_arrival()
    {
        var simulation = new Simulation();
        Source steady = new(simulation, 0, 40, 1), rare = new(simulation, 1, 3, 1, every: 10);
        var bar = new Crossbar<Packet>(simulation, "bar", 2, 1, _ => 0, new CrossbarOptions { Arbiter = _ => new OldestFirstArbiter() });
        var sink = new Sink(simulation, 0, every: 2);
        simulation.Connect(steady.Out, bar.In[0], new LinkOptions { Capacity = 3 });
        simulation.Connect(rare.Out, bar.In[1], new LinkOptions { Capacity = 3 });
        simulation.Connect(bar.Out[0], sink.In, new LinkOptions { Capacity = 1 });
        simulation.Run();
        // Oldest first: the packets leave in the order of their arrival, a tie by the input's number.
        Assert.Equal(sink.Taken.OrderBy(taken => taken.Packet.Sent).ThenBy(taken => taken.Packet.Source), sink.Taken);
        Assert.Equal(43, sink.Taken.Count);
    }

    [Theory]
    [MemberData(nameof(Schedules.All), MemberType = typeof(Schedules))]
    public void Is_it_the_same_for_every_schedule(string manager, int threads)
    {
        foreach (int depth in (int[])[0, 4])
        {
            Switchboard alone = new(5, 4, packets: 400, depth, sinkEvery: 2), other = new(5, 4, packets: 400, depth, sinkEvery: 2);
            Assert.True(alone.Simulation.Run().Activations > 4_000);
            Schedules.Run(other.Simulation, manager, threads);
            Assert.Equal(alone.Account(), other.Account());
            Assert.Equal(alone.Simulation.StateHash(), other.Simulation.StateHash());
        }
    }

    // Two full links of 4 and an open sink only at tick 10,000: it does not run while all waits for room.
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Does_it_sleep_while_it_waits(int depth)
    {
        var simulation = new Simulation();
        var source = new Source(simulation, 0, 20, 1);
        var bar = new Crossbar<Packet>(simulation, "bar", 1, 1, _ => 0, new CrossbarOptions { VirtualQueueDepth = depth });
        var sink = new Sink(simulation, 0) { OpensAt = 10_000 };
        simulation.Connect(source.Out, bar.In[0], new LinkOptions { Capacity = 4 });
        simulation.Connect(bar.Out[0], sink.In, new LinkOptions { Capacity = 4 });
        RunResult result = simulation.Run();
        Assert.Equal(20, sink.Taken.Count);
        Assert.InRange(result.Activations, 60, 120);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    public void Does_a_packet_allocate_nothing(int depth)
    {
        var simulation = new Simulation();
        var bar = new Crossbar<Packet>(simulation, "bar", 2, 2, packet => packet.Destination, new CrossbarOptions { VirtualQueueDepth = depth });
        var sinks = new[] { new Drain(simulation, "d0"), new Drain(simulation, "d1") };
        for (int i = 0; i < 2; i++)
        {
            simulation.Connect(new Source(simulation, i, 1_000_000, 2).Out, bar.In[i], new LinkOptions { Capacity = 4 });
            simulation.Connect(bar.Out[i], sinks[i].In, new LinkOptions { Capacity = 4 });
        }
        simulation.Run(new RunOptions { Until = 1000 });
        long before = GC.GetAllocatedBytesForCurrentThread();
        simulation.Run(new RunOptions { Until = 2000 });
        long shorter = GC.GetAllocatedBytesForCurrentThread() - before;
        before = GC.GetAllocatedBytesForCurrentThread();
        simulation.Run(new RunOptions { Until = 12_000 });
        // A run costs something, however long; ten times the packets cost no more.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, shorter + 100);
    }

    [Fact]
    public void Does_it_name_what_is_wrong()
    {
        Says(() => new Switchboard(65, 1, 1), "number of inputs 65");
        Says(() => new Crossbar<Packet>(new Simulation(), "bar", 1, 0, _ => 0), "number of outputs 0");
        Says(() => new Switchboard(2, 2, 1, arbiter: _ => new Wrong(), only: 1).Simulation.Run(), "Wrong of output 1 granted input 7, which does not ask");
        var lost = new Switchboard(1, 2, 1, only: 2);
        Says(() => lost.Simulation.Run(), "bar at tick 2: its route sent a message to output 2; it has outputs 0 to 1");

        static void Says(Func<object> what, string words) =>
            Assert.Contains(words, Assert.Throws<SimulationException>(() => what()).Message, StringComparison.Ordinal);
    }

    private static double Throughput(int ports, int depth)
    {
        var board = new Switchboard(ports, ports, packets: int.MaxValue, depth);
        board.Simulation.Run(new RunOptions { Until = 1000 });
        int before = board.Sinks.Sum(sink => sink.Taken.Count);
        board.Simulation.Run(new RunOptions { Until = 21_000 });
        return (board.Sinks.Sum(sink => sink.Taken.Count) - before) / (20_000.0 * ports);
    }

    private sealed class Wrong : IArbiter
    {
        public int Grant(in Requests requests) => 7;
    }

    private sealed class Drain : Component
    {
        internal Drain(Scope scope, string name) : base(scope, name) => In = new Input<Packet>(this);

        internal Input<Packet> In { get; }

        protected internal override void Run()
        {
            while (In.HasMessage) In.Take();
        }
    }
}

using Orrery.Engine.Arbiters;
using Orrery.Engine.Parts;

namespace Orrery.Engine.Tests.Parts;

/// <summary>Sources, a crossbar and sinks.</summary>
internal sealed class Switchboard
{
    internal Switchboard(
        int inputs, int outputs, int packets, int depth = 0, Func<int, IArbiter>? arbiter = null, long sinkEvery = 1, int capacity = 4, int only = -1,
        long latency = 1)
    {
        var options = new CrossbarOptions { VirtualQueueDepth = depth };
        if (arbiter is not null) options = options with { Arbiter = arbiter };
        Sources = [.. Enumerable.Range(0, inputs).Select(i => new Source(Simulation, i, packets, outputs) { Only = only })];
        Bar = new Crossbar<Packet>(Simulation, "bar", inputs, outputs, packet => packet.Destination, options);
        Sinks = [.. Enumerable.Range(0, outputs).Select(i => new Sink(Simulation, i, sinkEvery))];
        var link = new LinkOptions { Capacity = capacity, Latency = latency };
        for (int i = 0; i < inputs; i++) Simulation.Connect(Sources[i].Out, Bar.In[i], link);
        for (int o = 0; o < outputs; o++) Simulation.Connect(Bar.Out[o], Sinks[o].In, link);
    }

    internal Simulation Simulation { get; } = new();
    internal Source[] Sources { get; }
    internal Crossbar<Packet> Bar { get; }
    internal Sink[] Sinks { get; }

    /// <summary>Every packet arrived once, where it was sent to, and each flow in its order.</summary>
    internal void AssertAllArrivedInOrder(int packets)
    {
        var seen = new HashSet<(int, int)>();
        for (int o = 0; o < Sinks.Length; o++)
        {
            var last = new Dictionary<int, int>();
            foreach ((_, Packet packet) in Sinks[o].Taken)
            {
                Assert.Equal(o, packet.Destination);
                Assert.True(seen.Add((packet.Source, packet.Number)));
                Assert.True(packet.Number > last.GetValueOrDefault(packet.Source, -1));
                last[packet.Source] = packet.Number;
            }
        }
        Assert.Equal(Sources.Length * packets, seen.Count);
    }

    /// <summary>All that a person could see of the result.</summary>
    internal string Account() => string.Join('\n', Sinks.SelectMany(sink => sink.Taken.Select(taken =>
        $"{sink.Name} {taken.Tick} {taken.Packet.Source} {taken.Packet.Number}")).Concat(Simulation.Statistics.Rows().Select(row => row.ToString())));
}

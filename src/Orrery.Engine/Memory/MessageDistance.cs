using Orrery.Engine.Execution;

namespace Orrery.Engine.Memory;

/// <summary>How many ticks it takes at least until one component can notice another, over any way of links, credits and letters.</summary>
internal sealed class MessageDistance
{
    private readonly Simulation _simulation;
    private readonly Dictionary<int, long[]> _from = [];

    // Components are nodes 0 to Count - 1; each group of inboxes is a node of its own, entered by its senders and left for nothing.
    private List<(int To, long Ticks)>[]? _ways;

    internal MessageDistance(Simulation simulation) => _simulation = simulation;

    /// <summary>The shortest way in ticks; <see cref="long.MaxValue"/> if there is none. The model must be complete.</summary>
    internal long Between(Component from, Component to)
    {
        if (!_from.TryGetValue(from.Id, out long[]? distances)) _from.Add(from.Id, distances = AllFrom(from.Id));
        return distances[to.Id];
    }

    private long[] AllFrom(int source)
    {
        _ways ??= FindWays();
        long[] distances = new long[_ways.Length];
        Array.Fill(distances, long.MaxValue);
        var open = new PriorityQueue<int, long>();
        distances[source] = 0;
        open.Enqueue(source, 0);
        while (open.TryDequeue(out int at, out long ticks))
        {
            if (ticks > distances[at]) continue;
            foreach ((int to, long more) in _ways[at])
            {
                if (ticks + more >= distances[to]) continue;
                distances[to] = ticks + more;
                open.Enqueue(to, ticks + more);
            }
        }
        return distances;
    }

    private List<(int To, long Ticks)>[] FindWays()
    {
        var ways = _simulation.Components.Select(_ => new List<(int, long)>()).ToList();
        foreach (ILink link in _simulation.Links)
        {
            ways[link.Sender.Id].Add((link.Receiver.Id, link.Options.Latency));
            // A sender learns from a credit that the receiver is done with a message.
            if (link.Options.Capacity > 0) ways[link.Receiver.Id].Add((link.Sender.Id, link.Options.CreditLatency ?? link.Options.Latency));
        }
        var nodeOf = new Dictionary<int[], int>(ReferenceEqualityComparer.Instance);
        foreach (Outbox outbox in _simulation.Ports.OfType<Outbox>())
        {
            if (!nodeOf.TryGetValue(outbox.Group, out int node))
            {
                nodeOf.Add(outbox.Group, node = ways.Count);
                ways.Add([.. outbox.Targets.Select(inbox => (inbox.Owner.Id, 0L))]);
            }
            ways[outbox.Owner.Id].Add((node, outbox.MinimumDelay));
        }
        return [.. ways];
    }
}

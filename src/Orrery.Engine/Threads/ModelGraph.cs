namespace Orrery.Engine.Threads;

/// <summary>What a thread manager knows of a model: its components, their weight, and who sends to whom.</summary>
public sealed class ModelGraph
{
    /// <summary>Groups of inboxes above this size say nothing about who is near to whom.</summary>
    private const int LargestGroup = 64;

    private readonly Simulation _simulation;
    private readonly long[]? _activations;

    private Edge[]? _edges;

    internal ModelGraph(Simulation simulation)
    {
        _simulation = simulation;
        _activations = simulation.ActivationsOf;
    }

    /// <summary>Who sends to whom.</summary>
    /// <param name="From">Sender, by component id.</param>
    /// <param name="To">Receiver, by component id.</param>
    /// <param name="Latency">Ticks after which the one can notice the other at the earliest.</param>
    public readonly record struct Edge(int From, int To, long Latency);

    /// <summary>Number of components; ids are 0 to Count - 1 in the order of construction.</summary>
    public int Count => _simulation.Components.Count;

    /// <summary>All links, and the outboxes that reach few inboxes.</summary>
    public IReadOnlyList<Edge> Edges => _edges ??= [.. FindEdges()];

    /// <summary>The component with an id.</summary>
    public Component Component(int id) => _simulation.Components[id];

    /// <summary>How much a component has to do compared with others: its runs where they were counted, times the effort of one. At least 1.</summary>
    public long Weight(int id) => (_activations is null ? 1 : Math.Max(1, _activations[id])) * Math.Max(1, Component(id).Effort);

    /// <summary>
    /// The lookahead of a split: the ticks for which no partition can notice another. <see cref="long.MaxValue"/> for one partition.
    /// </summary>
    /// <param name="partitionOf">The partition of each component.</param>
    public long Lookahead(int[] partitionOf)
    {
        long lookahead = _simulation.StopLatency;
        foreach (var link in _simulation.Links)
        {
            if (partitionOf[link.Sender.Id] != partitionOf[link.Receiver.Id]) lookahead = Math.Min(lookahead, link.Lookahead);
        }
        // Groups of inboxes are shared by their senders: whom a group spans is found once.
        var spans = new Dictionary<int[], int>(ReferenceEqualityComparer.Instance);
        foreach (Port port in _simulation.Ports)
        {
            if (port is not Outbox outbox || outbox.MinimumDelay >= lookahead) continue;
            if (!spans.TryGetValue(outbox.Group, out int only))
            {
                int[] homes = [.. outbox.Targets.Select(inbox => partitionOf[inbox.Owner.Id]).Distinct().Take(2)];
                spans.Add(outbox.Group, only = homes.Length == 1 ? homes[0] : -1);
            }
            if (only != partitionOf[outbox.Owner.Id]) lookahead = outbox.MinimumDelay;
        }
        return lookahead;
    }

    private IEnumerable<Edge> FindEdges()
    {
        foreach (var link in _simulation.Links) yield return new Edge(link.Sender.Id, link.Receiver.Id, link.Lookahead);
        foreach (Port port in _simulation.Ports)
        {
            if (port is not Outbox { Group.Length: <= LargestGroup } outbox) continue;
            foreach (Port inbox in outbox.Targets) yield return new Edge(outbox.Owner.Id, inbox.Owner.Id, outbox.MinimumDelay);
        }
    }
}

using Orrery.Training.Traces.Matching;
using Orrery.Training.Traces.Reading;

namespace Orrery.Training.Traces.Replaying;

/// <summary>Finds why nodes never run: circles of nodes that wait for each other, within a rank or over several.</summary>
/// <param name="ranks">How far the ranks came.</param>
/// <param name="exchanges">What they do together.</param>
/// <param name="groups">The groups.</param>
internal sealed class Deadlocks(IReadOnlyList<RankState> ranks, Exchanges exchanges, GroupTable groups)
{
    private const int MostNamed = 8;

    private readonly Dictionary<int, int[]> _parents = [];

    /// <summary>Adds each circle to the mistakes of the rank of its first node.</summary>
    public void Tell(Mistakes[] mistakes)
    {
        Dictionary<(int Rank, int Node), int> walks = [];
        int walk = 0;
        foreach (RankState state in ranks.Where(state => state.Finished < state.Trace.Count))
        {
            for (int node = 0; node < state.Trace.Count; node++)
            {
                if (state.Trace.Nodes[node].Left == TraceNode.Done || walks.ContainsKey((state.Trace.Rank, node)))
                {
                    continue;
                }

                walk++;
                (int, int)? at = (state.Trace.Rank, node);
                while (at is { } here && walks.TryAdd(here, walk))
                {
                    at = WaitsFor(here);
                }

                if (at is { } met && walks[met] == walk)
                {
                    Tell(met, mistakes);
                }
            }
        }
    }

    private void Tell((int Rank, int Node) first, Mistakes[] mistakes)
    {
        List<(int Rank, int Node)> circle = [first];
        while (WaitsFor(circle[^1]) is { } next && next != first)
        {
            circle.Add(next);
        }

        Dictionary<int, Dictionary<int, string>> names = circle.Take(MostNamed).GroupBy(at => at.Rank)
            .ToDictionary(group => group.Key, group => NodeNames.Of(ranks[group.Key].Trace.File, group.Select(at => at.Node).ToHashSet()));
        bool several = circle.Exists(at => at.Rank != first.Rank);
        IEnumerable<string> told = circle.Take(MostNamed).Append(first).Select(at => Name(at, names[at.Rank][at.Node], several));
        string more = circle.Count > MostNamed ? $" (and {circle.Count - MostNamed} nodes more in between)" : "";
        mistakes[first.Rank].Add(ranks[first.Rank].Trace.IdOf(first.Node), $"waits for itself: {string.Join(" waits for ", told)}{more}",
            allowed: "dependencies without a circle");
    }

    private string Name((int Rank, int Node) at, string name, bool withRank)
    {
        string node = $"node {ranks[at.Rank].Trace.IdOf(at.Node)}{(name.Length > 0 ? $" '{name}'" : "")}";
        return withRank ? $"{node} of rank {at.Rank}" : node;
    }

    // One of the nodes for which a node waits; null where it waits for what is not in the traces.
    private (int Rank, int Node)? WaitsFor((int Rank, int Node) at)
    {
        RankState state = ranks[at.Rank];
        if (state.Trace.Nodes[at.Node].Left > 0)
        {
            return (at.Rank, ParentsOf(state)[at.Node]);
        }

        int link = state.Trace.CommunicationOf(at.Node).Link;
        if (state.Trace.Nodes[at.Node].Kind == NodeKind.Receive)
        {
            MatchedMessage message = exchanges.Messages[link];
            return (message.From, message.FromNode);
        }

        MatchedCollective whole = exchanges.Collectives[link];
        int[] members = groups.MembersOf(whole.Group)!;
        for (int member = 0; member < members.Length; member++)
        {
            if (exchanges.Members[whole.First + member] is >= 0 and var node && ranks[members[member]].Trace.Nodes[node].Left > 0)
            {
                return (members[member], node);
            }
        }

        return null;
    }

    // A dependency of each node that is not done.
    private int[] ParentsOf(RankState state)
    {
        if (!_parents.TryGetValue(state.Trace.Rank, out int[]? parents))
        {
            parents = new int[state.Trace.Count];
            for (int node = state.Trace.Count - 1; node >= 0; node--)
            {
                if (state.Trace.Nodes[node].Left == TraceNode.Done)
                {
                    continue;
                }

                foreach (int child in state.Trace.ChildrenOf(node))
                {
                    parents[child] = node;
                }
            }

            _parents.Add(state.Trace.Rank, parents);
        }

        return parents;
    }
}

using Orrery.Training.Traces.Schema;

namespace Orrery.Training.Traces.Matching;

/// <summary>Joins the nodes of all ranks of a group: the first of each with the first of the others, and so on.</summary>
/// <param name="traces">The traces of all ranks.</param>
/// <param name="groups">The groups.</param>
/// <param name="costs">Tells how long collectives take.</param>
/// <param name="recorded">Whether they take their recorded time.</param>
/// <param name="mistakes">Takes the mistakes of each rank.</param>
internal sealed class CollectiveMatcher(RankTrace[] traces, GroupTable groups, TraceCosts costs, bool recorded, Mistakes[] mistakes)
{
    private readonly List<int>[] _ofGroup = [.. Enumerable.Range(0, groups.Count).Select(_ => new List<int>())];
    private readonly Dictionary<(int Group, long Type, long Bytes), long> _ticks = [];
    private readonly HashSet<(int Rank, int Group)> _differ = [];

    /// <summary>Adds all collectives.</summary>
    public void Match(Exchanges exchanges)
    {
        int[] next = new int[groups.Count];
        int[] place = new int[groups.Count];
        foreach (RankTrace trace in traces)
        {
            Array.Clear(next);
            Array.Fill(place, int.MinValue);
            Span<Communication> parts = trace.Communications;
            for (int at = 0; at < parts.Length; at++)
            {
                int group = parts[at].Other;
                if (trace.Nodes[parts[at].Node].Kind != NodeKind.Collective)
                {
                    continue;
                }

                if (place[group] == int.MinValue)
                {
                    place[group] = PlaceOf(trace, parts[at], mistakes[trace.Rank]);
                }

                if (place[group] >= 0)
                {
                    parts[at].Link = Join(trace, parts[at], next[group]++, place[group], exchanges);
                }
            }
        }

        // Groups are numbered as readers met them, which differs from run to run.
        foreach (int group in Enumerable.Range(0, _ofGroup.Length).OrderBy(groups.NameOf, StringComparer.Ordinal))
        {
            Complete(_ofGroup[group], exchanges);
        }
    }

    // Where a rank stands in a group; -1 where it has no place.
    private int PlaceOf(RankTrace trace, in Communication part, Mistakes own)
    {
        if (groups.MembersOf(part.Other) is not { } members)
        {
            own.Add(trace.IdOf(part.Node), $"belongs to the group '{groups.NameOf(part.Other)}', of which nothing says which ranks it has",
                allowed: "groups of the file comm_group.json beside the traces, {\"1\": [0, 1]}");
            return -1;
        }

        int at = Array.BinarySearch(members, trace.Rank);
        if (at < 0)
        {
            own.Add(trace.IdOf(part.Node), $"belongs to the group '{groups.NameOf(part.Other)}', which rank {trace.Rank} is not in");
        }

        return Math.Max(-1, at);
    }

    private int Join(RankTrace trace, in Communication part, int number, int place, Exchanges exchanges)
    {
        List<int> collectives = _ofGroup[part.Other];
        int[] members = groups.MembersOf(part.Other)!;
        if (number == collectives.Count)
        {
            collectives.Add(exchanges.Collectives.Count);
            exchanges.Collectives.Add(new MatchedCollective(part.Other, part.Tag, part.Bytes, exchanges.Members.Count, 0,
                recorded ? part.Recorded : TicksOf(part, members)));
            for (int member = 0; member < members.Length; member++)
            {
                exchanges.Members.Add(-1);
            }
        }

        int index = collectives[number];
        MatchedCollective whole = exchanges.Collectives[index];
        if ((whole.Type != part.Tag || whole.Bytes != part.Bytes) && _differ.Add((trace.Rank, part.Other)))
        {
            Differs(trace, part, whole, number, members, exchanges);
        }

        // Who comes last waits for nobody: the shortest of the recorded times is the collective's own.
        long ticks = recorded ? Math.Min(whole.Ticks, part.Recorded) : whole.Ticks;
        exchanges.Collectives[index] = whole with { Present = whole.Present + 1, Ticks = ticks };
        exchanges.Members[whole.First + place] = part.Node;
        return index;
    }

    private long TicksOf(in Communication part, int[] members)
    {
        if (!_ticks.TryGetValue((part.Other, part.Tag, part.Bytes), out long ticks))
        {
            ticks = costs.Collective((CollectiveCommType)part.Tag, part.Bytes, members);
            _ticks.Add((part.Other, part.Tag, part.Bytes), ticks);
        }

        return ticks;
    }

    private void Differs(RankTrace trace, in Communication part, in MatchedCollective whole, int number, int[] members, Exchanges exchanges)
    {
        int first = 0;
        while (exchanges.Members[whole.First + first] < 0)
        {
            first++;
        }

        RankTrace other = traces[members[first]];
        mistakes[trace.Rank].Add(trace.IdOf(part.Node),
            $"is {Name(part.Tag)} of {part.Bytes} bytes as collective {number + 1} of {GroupName(part.Other)}, "
            + $"but node {other.IdOf(exchanges.Members[whole.First + first])} of rank {other.Rank} is {Name(whole.Type)} of {whole.Bytes} bytes",
            allowed: "the same collectives in the same order on all ranks of a group");
    }

    // A rank that stops earlier is told once a group.
    private void Complete(List<int> collectives, Exchanges exchanges)
    {
        HashSet<int> told = [];
        for (int number = 0; number < collectives.Count; number++)
        {
            MatchedCollective whole = exchanges.Collectives[collectives[number]];
            int[] members = groups.MembersOf(whole.Group)!;
            if (whole.Present == members.Length)
            {
                continue;
            }

            int present = Enumerable.Range(0, members.Length).First(at => exchanges.Members[whole.First + at] >= 0);
            RankTrace issuer = traces[members[present]];
            foreach (int at in Enumerable.Range(0, members.Length).Where(at => exchanges.Members[whole.First + at] < 0 && told.Add(members[at])))
            {
                mistakes[members[at]].Add($"does not issue collective {number + 1} of {GroupName(whole.Group)}, "
                    + $"{Name(whole.Type)} of {whole.Bytes} bytes, which node {issuer.IdOf(exchanges.Members[whole.First + present])} of rank {issuer.Rank} issues",
                    "the same collectives on all ranks of a group");
            }
        }
    }

    private string GroupName(int group) => group == GroupTable.World ? "all ranks" : $"group '{groups.NameOf(group)}'";

    private static string Name(long type) => (CollectiveCommType)type switch
    {
        CollectiveCommType.AllReduce => "ALL_REDUCE",
        CollectiveCommType.Reduce => "REDUCE",
        CollectiveCommType.AllGather => "ALL_GATHER",
        CollectiveCommType.Gather => "GATHER",
        CollectiveCommType.Scatter => "SCATTER",
        CollectiveCommType.Broadcast => "BROADCAST",
        CollectiveCommType.AllToAll => "ALL_TO_ALL",
        CollectiveCommType.ReduceScatter => "REDUCE_SCATTER",
        CollectiveCommType.ReduceScatterBlock => "REDUCE_SCATTER_BLOCK",
        CollectiveCommType.Barrier => "BARRIER",
        _ => type.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };
}

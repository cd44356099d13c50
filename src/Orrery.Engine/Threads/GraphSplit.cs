namespace Orrery.Engine.Threads;

/// <summary>
/// Splits a model along its link graph into parts of about equal weight: first by finding the longest lookahead that a balanced
/// split allows, then by growing parts from neighbour to neighbour.
/// </summary>
public static class GraphSplit
{
    /// <summary>A part may be this much heavier than the mean.</summary>
    private const double Slack = 1.1;

    /// <param name="model">The components and who sends to whom.</param>
    /// <param name="parts">How many parts, at most.</param>
    public static int[] Split(ModelGraph model, int parts)
    {
        ArgumentNullException.ThrowIfNull(model);
        parts = Math.Clamp(parts, 1, Math.Max(1, model.Count));
        if (parts == 1) return new int[model.Count];
        long[] latencies = [.. model.Edges.Select(edge => edge.Latency).Distinct().OrderDescending()];
        foreach (long lookahead in latencies)
        {
            int[] clusters = Join(model, lookahead);
            if (TryPack(model, clusters, parts) is { } packed) return packed;
        }
        return Blocks.Split(model, parts);
    }

    /// <summary>Joins components that notice each other sooner than the lookahead; returns the cluster of each.</summary>
    private static int[] Join(ModelGraph model, long lookahead)
    {
        int[] leader = [.. Enumerable.Range(0, model.Count)];
        int Find(int id)
        {
            while (leader[id] != id) id = leader[id] = leader[leader[id]];
            return id;
        }
        foreach (ModelGraph.Edge edge in model.Edges)
        {
            if (edge.Latency >= lookahead) continue;
            (int a, int b) = (Find(edge.From), Find(edge.To));
            // The lower id leads, so that the result does not depend on the order of the edges.
            leader[Math.Max(a, b)] = Math.Min(a, b);
        }
        return [.. Enumerable.Range(0, model.Count).Select(Find)];
    }

    /// <summary>Grows parts over neighbouring clusters until each has its share; none if a cluster is too heavy for that.</summary>
    private static int[]? TryPack(ModelGraph model, int[] clusterOf, int parts)
    {
        var weight = new Dictionary<int, long>();
        for (int id = 0; id < model.Count; id++) weight[clusterOf[id]] = weight.GetValueOrDefault(clusterOf[id]) + model.Weight(id);
        long total = weight.Values.Sum();
        if (weight.Count < parts || weight.Values.Max() > Slack * total / parts) return null;

        var neighbours = weight.Keys.ToDictionary(cluster => cluster, _ => new List<int>());
        foreach (ModelGraph.Edge edge in model.Edges)
        {
            (int a, int b) = (clusterOf[edge.From], clusterOf[edge.To]);
            if (a == b) continue;
            neighbours[a].Add(b);
            neighbours[b].Add(a);
        }
        var partOf = new Dictionary<int, int>();
        var frontier = new Queue<int>();
        long placed = 0;
        int part = 0;
        foreach (int seed in weight.Keys.Order())
        {
            frontier.Enqueue(seed);
            while (frontier.TryDequeue(out int cluster))
            {
                if (partOf.ContainsKey(cluster)) continue;
                if (part < parts - 1 && placed + weight[cluster] / 2 >= total * (part + 1) / parts) part++;
                partOf[cluster] = part;
                placed += weight[cluster];
                foreach (int next in neighbours[cluster].Distinct().Order()) frontier.Enqueue(next);
            }
        }
        if (part < parts - 1) return null;
        return [.. clusterOf.Select(cluster => partOf[cluster])];
    }
}

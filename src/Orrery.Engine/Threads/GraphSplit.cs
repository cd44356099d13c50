namespace Orrery.Engine.Threads;

/// <summary>
/// Splits a model along its link graph into parts of about equal weight: first by finding the longest lookahead that a balanced
/// split allows, then by growing parts from neighbour to neighbour.
/// </summary>
public static class GraphSplit
{
    /// <summary>A cluster of components that cannot be parted may be this much heavier than a part's share.</summary>
    private const double Slack = 1.1;

    /// <param name="model">The components and who sends to whom.</param>
    /// <param name="parts">How many parts, at most.</param>
    public static int[] Split(ModelGraph model, int parts)
    {
        ArgumentNullException.ThrowIfNull(model);
        parts = Math.Clamp(parts, 1, Math.Max(1, model.Count));
        if (parts == 1) return new int[model.Count];
        foreach (long lookahead in model.Edges.Select(edge => edge.Latency).Distinct().OrderDescending())
        {
            int[] clusters = Join(model, lookahead);
            if (Fits(model, clusters, parts)) return Grow(model, clusters, parts);
        }
        return Blocks.Split(model, parts);
    }

    /// <summary>Joins components that notice each other sooner than the lookahead; the lowest id of a cluster stands for it.</summary>
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
            leader[Math.Max(a, b)] = Math.Min(a, b);
        }
        for (int id = 0; id < leader.Length; id++) leader[id] = Find(id);
        return leader;
    }

    private static bool Fits(ModelGraph model, int[] clusterOf, int parts)
    {
        long total = 0, heaviest = 0;
        int clusters = 0;
        long[] weight = Weights(model, clusterOf);
        for (int id = 0; id < weight.Length; id++)
        {
            if (clusterOf[id] != id) continue;
            clusters++;
            total += weight[id];
            heaviest = Math.Max(heaviest, weight[id]);
        }
        return clusters >= parts && heaviest <= Slack * total / parts;
    }

    private static long[] Weights(ModelGraph model, int[] clusterOf)
    {
        long[] weight = new long[model.Count];
        for (int id = 0; id < clusterOf.Length; id++) weight[clusterOf[id]] += model.Weight(id);
        return weight;
    }

    /// <summary>Visits clusters from neighbour to neighbour, and begins a new part whenever the share of the old one is full.</summary>
    private static int[] Grow(ModelGraph model, int[] clusterOf, int parts)
    {
        long[] weight = Weights(model, clusterOf);
        (int[] first, int[] neighbours) = Neighbours(model, clusterOf);
        int[] partOf = new int[model.Count];
        Array.Fill(partOf, -1);
        var frontier = new Queue<int>();
        long total = weight.Sum(), placed = 0;
        int part = 0, unplaced = clusterOf.Where((leader, id) => leader == id).Count();
        for (int seed = 0; seed < clusterOf.Length; seed++)
        {
            if (clusterOf[seed] == seed) frontier.Enqueue(seed);
            while (frontier.TryDequeue(out int cluster))
            {
                if (partOf[cluster] >= 0) continue;
                bool full = placed + weight[cluster] / 2 >= total / (double)parts * (part + 1);
                bool mustBegin = unplaced <= parts - 1 - part;
                if (part < parts - 1 && placed > 0 && (full || mustBegin)) part++;
                partOf[cluster] = part;
                placed += weight[cluster];
                unplaced--;
                for (int i = first[cluster]; i < first[cluster + 1]; i++) frontier.Enqueue(neighbours[i]);
            }
        }
        return [.. clusterOf.Select(cluster => partOf[cluster])];
    }

    /// <summary>For each cluster the clusters that it talks with: places first[c] to first[c + 1] of a list.</summary>
    private static (int[] First, int[] Neighbours) Neighbours(ModelGraph model, int[] clusterOf)
    {
        int[] first = new int[model.Count + 1];
        foreach (ModelGraph.Edge edge in model.Edges)
        {
            first[clusterOf[edge.From] + 1]++;
            first[clusterOf[edge.To] + 1]++;
        }
        for (int id = 0; id < model.Count; id++) first[id + 1] += first[id];
        int[] next = first[..^1], neighbours = new int[first[^1]];
        foreach (ModelGraph.Edge edge in model.Edges)
        {
            neighbours[next[clusterOf[edge.From]]++] = clusterOf[edge.To];
            neighbours[next[clusterOf[edge.To]]++] = clusterOf[edge.From];
        }
        return (first, neighbours);
    }
}

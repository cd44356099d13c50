namespace Orrery.Training.Traces.Reading;

/// <summary>Turns the dependencies of a trace, which name nodes, into lists of who waits for whom.</summary>
/// <param name="ids">Identifiers of the nodes.</param>
/// <param name="nodes">The nodes; each tells for how many dependencies it waits, and is told where its children begin.</param>
/// <param name="dependencies">The dependencies of all nodes, one after the other.</param>
internal sealed class Graph(List<ulong> ids, TraceNode[] nodes, List<ulong> dependencies)
{
    private Dictionary<ulong, int>? _places;

    /// <summary>Whether identifiers count up, as those of generated traces do.</summary>
    public bool CountUp { get; private set; }

    public int[] Children { get; private set; } = [];

    /// <summary>Fills the lists; false where a dependency or an identifier is wrong.</summary>
    public bool Resolve(Mistakes mistakes)
    {
        int before = mistakes.Count;
        Places(mistakes);
        int[] parents = new int[dependencies.Count];
        int[] first = new int[ids.Count + 2];
        int at = 0;
        for (int node = 0; node < ids.Count; node++)
        {
            for (int left = nodes[node].Left; left > 0; left--, at++)
            {
                int parent = PlaceOf(dependencies[at]);
                parents[at] = parent;
                if (parent < 0)
                {
                    mistakes.Add(ids[node], "depends on a node that the trace does not have", $"{dependencies[at]}");
                }
                else
                {
                    first[parent + 2]++;
                }
            }
        }

        if (mistakes.Count > before)
        {
            return false;
        }

        for (int node = 2; node < first.Length; node++)
        {
            first[node] += first[node - 1];
        }

        int[] children = new int[parents.Length];
        at = 0;
        for (int node = 0; node < ids.Count; node++)
        {
            for (int left = nodes[node].Left; left > 0; left--, at++)
            {
                children[first[parents[at] + 1]++] = node;
            }
        }

        for (int node = 0; node < nodes.Length; node++)
        {
            nodes[node].FirstChild = first[node];
        }

        Children = children;
        return true;
    }

    private void Places(Mistakes mistakes)
    {
        CountUp = true;
        for (int node = 1; node < ids.Count && CountUp; node++)
        {
            CountUp = ids[node] == ids[0] + (ulong)node;
        }

        if (CountUp)
        {
            return;
        }

        _places = new Dictionary<ulong, int>(ids.Count);
        for (int node = 0; node < ids.Count; node++)
        {
            if (!_places.TryAdd(ids[node], node))
            {
                mistakes.Add(ids[node], "is there twice");
            }
        }
    }

    private int PlaceOf(ulong id)
    {
        if (_places is not null)
        {
            return _places.GetValueOrDefault(id, -1);
        }

        return ids.Count > 0 && id >= ids[0] && id - ids[0] < (ulong)ids.Count ? (int)(id - ids[0]) : -1;
    }
}

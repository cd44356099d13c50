namespace Orrery.Training.Traces.Reading;

/// <summary>Fetches the names of nodes from a trace, which a replay does not keep.</summary>
internal static class NodeNames
{
    /// <summary>The names of the nodes at some places of a trace.</summary>
    public static Dictionary<int, string> Of(string file, IReadOnlySet<int> places)
    {
        Dictionary<int, string> names = [];
        using RecordReader records = new(file);
        records.Next(out _);
        for (int at = 0; names.Count < places.Count && records.Next(out ReadOnlySpan<byte> message); at++)
        {
            if (places.Contains(at))
            {
                names.Add(at, NodeFields.NameOf(message));
            }
        }

        return names;
    }
}

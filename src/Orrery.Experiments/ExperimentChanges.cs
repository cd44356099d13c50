using Orrery.Configuration.Documents;

namespace Orrery.Experiments;

/// <summary>What a command line changes in an experiment file.</summary>
public sealed record ExperimentChanges
{
    /// <summary>Settings such as <c>gpu.l2.size=64MiB</c>, applied in order.</summary>
    public IReadOnlyList<string> Overrides { get; init; } = [];

    /// <summary>A fidelity that goes before the file's, or null.</summary>
    public string? Fidelity { get; init; }

    /// <summary>Whether nothing is sampled, whatever the file says.</summary>
    public bool Full { get; init; }

    /// <summary>Full paths of plugins besides the file's.</summary>
    public IReadOnlyList<string> Plugins { get; init; } = [];

    /// <summary>The keys that options set, with the option as their place.</summary>
    internal IEnumerable<MapEntry> Entries(MapNode document)
    {
        if (Fidelity is not null)
        {
            yield return Entry("fidelity", "--fidelity", new ScalarNode("--fidelity", 0, Fidelity));
        }

        if (Full)
        {
            yield return Entry("full", "--full", new ScalarNode("--full", 0, "true"));
        }

        if (Plugins.Count > 0)
        {
            IReadOnlyList<Node> known = (document.Find("plugins") as ListNode)?.Items ?? [];
            yield return Entry("plugins", "--plugin", new ListNode("--plugin", 0, [.. known, .. Plugins.Select(path => new ScalarNode("--plugin", 0, path))]));
        }
    }

    private static MapEntry Entry(string key, string option, Node value) => new(key, option, 0, value);
}

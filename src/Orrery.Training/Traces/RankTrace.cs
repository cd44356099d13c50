namespace Orrery.Training.Traces;

/// <summary>What a node of a trace does.</summary>
public enum NodeKind : byte
{
    /// <summary>Nothing: metadata, or a node that only orders others.</summary>
    Nothing,

    /// <summary>Computes on the GPU.</summary>
    Compute,

    /// <summary>Runs on the host.</summary>
    Host,

    /// <summary>Moves data between the GPU and memory outside.</summary>
    Memory,

    /// <summary>Sends a message.</summary>
    Send,

    /// <summary>Receives a message.</summary>
    Receive,

    /// <summary>Takes part in a collective.</summary>
    Collective,
}

/// <summary>
/// One node. What a replay reads and changes stands together: ranks take turns, so that each node is a miss of the cache.
/// </summary>
internal record struct TraceNode
{
    /// <summary>Ticks of a node; of one that communicates the index of its part in <see cref="RankTrace.Communications"/>.</summary>
    public long Length;

    /// <summary>The last tick of its dependencies that are done.</summary>
    public long Ready;

    /// <summary>For how many dependencies it waits; <see cref="Done"/> at the end.</summary>
    public int Left;

    /// <summary>Where the nodes that wait for it begin in <see cref="RankTrace.Children"/>.</summary>
    public int FirstChild;

    public NodeKind Kind;

    /// <summary>Marks a node that is done.</summary>
    public const int Done = -1;
}

/// <summary>The communication of one node.</summary>
internal record struct Communication
{
    /// <summary>Index of the node.</summary>
    public int Node;

    /// <summary>The other rank of a message; the group of a collective.</summary>
    public int Other;

    /// <summary>The tag of a message; what a collective does.</summary>
    public long Tag;

    public long Bytes;

    /// <summary>Recorded ticks.</summary>
    public long Recorded;

    /// <summary>The stream on which it runs.</summary>
    public int Lane;

    /// <summary>The message or the collective of which it is a part; -1 where it has no partner.</summary>
    public int Link;
}

/// <summary>
/// The trace of one rank, a few tens of bytes a node, so that those of a whole cluster fit into memory together.
/// </summary>
internal sealed class RankTrace
{
    public required int Rank { get; init; }

    public required string File { get; init; }

    /// <summary>The nodes, and behind them one that only tells where the children of the last one end.</summary>
    public required TraceNode[] Nodes { get; init; }

    public required int[] Children { get; init; }

    public required Communication[] Communications { get; init; }

    /// <summary>Communication streams.</summary>
    public required int Lanes { get; init; }

    /// <summary>Identifiers; null where they count up from <see cref="FirstId"/>.</summary>
    public ulong[]? Ids { get; init; }

    public ulong FirstId { get; init; }

    public int Count => Nodes.Length - 1;

    /// <summary>What a node does with others.</summary>
    public ref readonly Communication CommunicationOf(int node) => ref Communications[Nodes[node].Length];

    /// <summary>The nodes that wait for a node.</summary>
    public ReadOnlySpan<int> ChildrenOf(int node) => Children.AsSpan(Nodes[node].FirstChild..Nodes[node + 1].FirstChild);

    public ulong IdOf(int node) => Ids is null ? FirstId + (ulong)node : Ids[node];
}

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

    public required NodeKind[] Kinds { get; init; }

    /// <summary>Ticks of a node; of one that communicates the index of its <see cref="Communications"/>.</summary>
    public required long[] Lengths { get; init; }

    /// <summary>For how many dependencies each node waits.</summary>
    public required int[] Waits { get; init; }

    /// <summary>Where the nodes that wait for a node begin in <see cref="Children"/>; one entry more than nodes.</summary>
    public required int[] FirstChild { get; init; }

    public required int[] Children { get; init; }

    public required Communication[] Communications { get; init; }

    /// <summary>Communication streams.</summary>
    public required int Lanes { get; init; }

    /// <summary>Identifiers; null where they count up from <see cref="FirstId"/>.</summary>
    public ulong[]? Ids { get; init; }

    public ulong FirstId { get; init; }

    public int Count => Kinds.Length;

    public ulong IdOf(int node) => Ids is null ? FirstId + (ulong)node : Ids[node];
}

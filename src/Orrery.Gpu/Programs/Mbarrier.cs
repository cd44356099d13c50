namespace Orrery.Gpu.Programs;

/// <summary>
/// An mbarrier in a block's shared memory. A phase is over when all that it counts has come; the next one begins (PTX ISA, mbarrier).
/// </summary>
/// <param name="Arrivals">Arrivals of warps in a phase.</param>
/// <param name="Bytes">Bytes that bulk copies bring in a phase.</param>
public readonly record struct Mbarrier(int Arrivals, int Bytes = 0)
{
    /// <summary>The most mbarriers of a block.</summary>
    public const int Most = 31;

    /// <summary>The place of the one at which a cluster meets, after a block's own.</summary>
    internal const int OfCluster = Most;
}

/// <summary>
/// Mbarriers side by side that a pipeline goes round: a warp's k-th wait is at number k modulo <paramref name="Stages"/>.
/// </summary>
/// <param name="First">The first.</param>
/// <param name="Stages">How many.</param>
public readonly record struct PhaseRing(int First, int Stages = 1);

/// <summary>The blocks of a cluster that an instruction reaches.</summary>
public enum ClusterPeers : byte
{
    /// <summary>Its own.</summary>
    Own,

    /// <summary>Those with the same y, its own included: they share the rows of a matrix.</summary>
    AlongX,

    /// <summary>Those with the same x, its own included.</summary>
    AlongY,

    /// <summary>All.</summary>
    All,
}

/// <summary>Which mbarriers an instruction signals or waits for.</summary>
/// <param name="Ring">The mbarriers.</param>
/// <param name="PerStage">Signals of a warp before it goes on to the next of the ring.</param>
/// <param name="Ahead">Phases that need not be waited for: 1 for a buffer that is empty at first.</param>
/// <param name="Peers">The blocks whose mbarriers are signalled, and that get the data.</param>
/// <param name="IsSplit">True where each of the peers keeps its share of the data to itself.</param>
public sealed record PhaseSignal(PhaseRing Ring, int PerStage = 1, int Ahead = 0, ClusterPeers Peers = ClusterPeers.Own, bool IsSplit = false);

namespace Orrery.Gpu.Memory;

/// <summary>What a warp asks of an L2 partition: equal rows of whole sectors at equal distances.</summary>
/// <param name="Time">Cycle in which it reaches the partition.</param>
/// <param name="Address">First byte of row 0.</param>
/// <param name="Stride">Bytes from row to row.</param>
/// <param name="Rows">Which rows, one bit each.</param>
/// <param name="Tag">The multiprocessor's name for it.</param>
/// <param name="Kernel">Number of the kernel that asks.</param>
/// <param name="Sm">Where the reply goes.</param>
/// <param name="Sectors">Sectors of 32 bytes in a row.</param>
/// <param name="IsStore">True when it brings data.</param>
internal readonly record struct MemoryRequest(
    long Time, long Address, int Stride, uint Rows, int Tag, short Kernel, short Sm, byte Sectors, bool IsStore)
{
    /// <summary>Multiprocessors that can share a request: the sixteen of an aligned group.</summary>
    public const int Group = Programs.ClusterShape.Most;

    /// <summary>The multiprocessors of the sender's group that get the data, one bit each; 0 for the sender alone.</summary>
    public ushort Peers { get; init; }

    /// <summary>What it is for the other multiprocessors: a cluster and a mbarrier.</summary>
    public int PeerTag { get; init; }

    /// <summary>Bytes of data.</summary>
    public int Bytes => System.Numerics.BitOperations.PopCount(Rows) * Sectors * 32;
}

/// <summary>The answer to a request: data, or the word that a store is done.</summary>
/// <param name="Time">Cycle in which it reaches the multiprocessor's port.</param>
/// <param name="Tag">The request's name; below 0 the complement of the cluster and mbarrier of a copy that a peer asked for.</param>
/// <param name="Bytes">Bytes of data.</param>
internal readonly record struct MemoryReply(long Time, int Tag, int Bytes);

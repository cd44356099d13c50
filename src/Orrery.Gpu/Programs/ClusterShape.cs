namespace Orrery.Gpu.Programs;

/// <summary>Blocks that run at the same time on neighbouring multiprocessors and reach each other's shared memory.</summary>
/// <param name="X">Blocks in x.</param>
/// <param name="Y">Blocks in y.</param>
public readonly record struct ClusterShape(int X, int Y)
{
    /// <summary>The most blocks of a cluster (CUDA C++ Programming Guide: 8, or 16 on request).</summary>
    public const int Most = 16;

    /// <summary>A block on its own.</summary>
    public static ClusterShape One { get; } = new(1, 1);

    /// <summary>Blocks of a cluster, a power of two.</summary>
    public int Size => X * Y;

    /// <summary>Which of the blocks that share a copy one of them is, from 0.</summary>
    public int Share(int rank, ClusterPeers peers) => peers switch
    {
        ClusterPeers.AlongX => rank % X,
        ClusterPeers.AlongY => rank / X,
        ClusterPeers.All => rank,
        _ => 0,
    };

    /// <summary>The blocks that one of them reaches, one bit for each rank; ranks go along x first.</summary>
    /// <param name="rank">Its own rank.</param>
    /// <param name="peers">Which are meant.</param>
    public uint Ranks(int rank, ClusterPeers peers)
    {
        uint ranks = 0;
        for (int other = 0; other < Size; other++)
        {
            bool isMeant = peers switch
            {
                ClusterPeers.AlongX => other / X == rank / X,
                ClusterPeers.AlongY => other % X == rank % X,
                ClusterPeers.All => true,
                _ => other == rank,
            };
            if (isMeant) ranks |= 1u << other;
        }
        return ranks;
    }
}

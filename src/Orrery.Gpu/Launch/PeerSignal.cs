namespace Orrery.Gpu.Launch;

/// <summary>An arrival at an mbarrier of another block of the cluster.</summary>
/// <param name="Time">Cycle in which it takes effect.</param>
/// <param name="At">Cluster and mbarrier, as <see cref="Address"/> packs them.</param>
internal readonly record struct PeerSignal(long Time, int At)
{
    /// <summary>Cluster numbers begin anew after so many.</summary>
    public const int MostClusters = 1 << 26;

    private const int BarrierBits = 5;

    public int Cluster => At >> BarrierBits;

    public int Barrier => At & (1 << BarrierBits) - 1;

    /// <summary>A cluster and a mbarrier in one number, at least 0.</summary>
    public static int Address(int cluster, int barrier) => cluster << BarrierBits | barrier;
}

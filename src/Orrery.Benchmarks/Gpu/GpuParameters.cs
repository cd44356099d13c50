namespace Orrery.Benchmarks.Gpu;

/// <summary>The parameters of the gpu model.</summary>
/// <param name="Cores">Cores.</param>
/// <param name="Warps">Warps a core.</param>
/// <param name="Slices">Memory slices.</param>
/// <param name="Requests">Requests a warp.</param>
public sealed record GpuParameters(int Cores, int Warps, int Slices, int Requests)
{
    /// <summary>Ticks from a core to a slice.</summary>
    public const long ToSlice = 20;

    /// <summary>Ticks from a slice back to the core, when the slice has the data.</summary>
    public const long HitReply = 30;

    /// <summary>Ticks from a slice back to the core, when it has not.</summary>
    public const long MissReply = 230;
}

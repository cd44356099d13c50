namespace Orrery.Gpu.Multiprocessor;

/// <summary>What a warp may wait for besides its registers, as bits above the register groups.</summary>
internal static class PendingBits
{
    /// <summary>Asynchronous copies are on their way; only the exit waits for them of itself.</summary>
    public const ulong Copies = 1UL << 60;

    /// <summary>A group of copies that a wait asked for.</summary>
    public const ulong Group = 1UL << 61;

    /// <summary>Other warps at a barrier, a phase of an mbarrier, or asynchronous matrix instructions: <see cref="Warp.Awaits"/> says which.</summary>
    public const ulong Barrier = 1UL << 62;

    /// <summary>The target of a jump.</summary>
    public const ulong Branch = 1UL << 63;

    /// <summary>What every instruction waits for.</summary>
    public const ulong Always = Group | Barrier | Branch;
}

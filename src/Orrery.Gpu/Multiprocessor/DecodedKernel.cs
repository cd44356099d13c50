using Orrery.Gpu.Launch;
using Orrery.Gpu.Machines;
using Orrery.Gpu.Programs;

namespace Orrery.Gpu.Multiprocessor;

/// <summary>What a multiprocessor must know of a kernel to start its blocks.</summary>
/// <param name="Blocks">The warps of a block; of each block where they differ.</param>
/// <param name="CacheLines">Lines of L1 beside the shared memory of as many blocks as fit.</param>
/// <param name="Width">Blocks in x.</param>
/// <param name="Height">Blocks in y.</param>
/// <param name="Mbarriers">The mbarriers of a block, with that of its cluster in the last place; none where no instruction uses one.</param>
/// <param name="Cluster">Blocks that are placed together.</param>
internal sealed record DecodedKernel(
    RoleOfWarp[][] Blocks, int CacheLines, int Width, int Height, Mbarrier[] Mbarriers, ClusterShape Cluster)
{
    private const int LineBytes = 128;

    // The least that L1 keeps however much shared memory blocks take.
    private const long LeastCacheBytes = 16 * 1024;

    public static DecodedKernel Of(GpuMachine machine, Kernel kernel, int residentBlocks, RoleOfWarp[][] blocks)
    {
        long bytes = (long)machine.Gpu.Sm.L1.BaseValue - (long)kernel.SharedBytes * residentBlocks;
        int lines = (int)(Math.Max(LeastCacheBytes, bytes) / LineBytes);
        return new DecodedKernel(blocks, lines, kernel.BlocksX, kernel.BlocksY, MbarriersOf(kernel), kernel.Cluster);
    }

    private static Mbarrier[] MbarriersOf(Kernel kernel)
    {
        if (!kernel.Roles.Any(role => role.Program.Instructions.Any(instruction => instruction.Signal is not null))) return [];
        var barriers = new Mbarrier[Mbarrier.OfCluster + 1];
        for (int at = 0; at < kernel.Mbarriers.Count; at++) barriers[at] = kernel.Mbarriers[at];
        barriers[Mbarrier.OfCluster] = new Mbarrier(kernel.WarpsPerBlock * kernel.Cluster.Size);
        return barriers;
    }

    /// <summary>Each warp of a block: where its program starts, and its number within its role.</summary>
    public RoleOfWarp[] WarpsOf(in BlockLaunch launch) =>
        Blocks.Length == 1 ? Blocks[0] : Blocks[((long)launch.Z * Height + launch.Y) * Width + launch.X];
}

/// <summary>What a warp of a block is.</summary>
/// <param name="Start">Its first instruction.</param>
/// <param name="Number">Its number within its role.</param>
internal readonly record struct RoleOfWarp(int Start, int Number);

using Orrery.Gpu.Programs;

namespace Orrery.Gpu.Machines;

/// <summary>What a block takes of a multiprocessor.</summary>
/// <param name="Warps">Warp places.</param>
/// <param name="Registers">32-bit registers.</param>
/// <param name="Shared">Bytes of shared memory, the system's own included.</param>
public readonly record struct BlockNeeds(int Warps, long Registers, long Shared)
{
    // Registers are handed out to warps in units of 256 (CUDA occupancy calculator).
    private const int RegisterUnit = 256;

    // The system keeps 1 KiB of shared memory for each block from Ampere on (CUDA C++ Programming Guide, compute capability 8.x).
    private const int SystemShared = 1024;

    /// <summary>The needs of a kernel's blocks on a machine.</summary>
    public static BlockNeeds Of(GpuMachine machine, Kernel kernel)
    {
        long registersOfWarp = (kernel.RegistersPerThread * 32L + RegisterUnit - 1) / RegisterUnit * RegisterUnit;
        bool keepsShared = machine.Micro.Generation is not ("volta" or "turing");
        long shared = kernel.SharedBytes + (keepsShared && kernel.SharedBytes > 0 ? SystemShared : 0);
        return new BlockNeeds(kernel.WarpsPerBlock, registersOfWarp * kernel.WarpsPerBlock, shared);
    }
}

using Orrery.Hardware;

namespace Orrery.CostModels.Tile;

/// <summary>How many thread blocks a multiprocessor holds at once: as many as its threads, registers and shared memory allow.</summary>
internal static class Occupancy
{
    // CUTLASS's kernels: one warp for 64 x 32 results, 4 to 8 warps a block.
    private const int ResultsPerThread = 64;
    private const int FewestThreads = 128;
    private const int MostThreads = 256;

    // Addresses and operand fragments take about this many registers a thread beside the sums.
    private const int OtherRegisters = 64;

    // Slices of the operands that wait in shared memory.
    private const int Stages = 3;

    /// <summary>Blocks of a multiplication with tiles of this size, sums in FP32.</summary>
    /// <param name="sm">The multiprocessor.</param>
    /// <param name="m">Rows of a tile.</param>
    /// <param name="n">Columns of a tile.</param>
    /// <param name="sliceBytes">Bytes of a row of a slice of the operands.</param>
    public static int OfTile(GpuSm sm, int m, int n, double sliceBytes)
    {
        int threads = Math.Clamp(m * n / ResultsPerThread, FewestThreads, MostThreads);
        double registers = sizeof(float) * (((double)m * n) + (threads * OtherRegisters));
        double shared = Stages * (m + n) * sliceBytes;
        return Of(sm, threads, registers, shared);
    }

    /// <summary>Blocks of so many threads, bytes of registers and bytes of shared memory; at least one.</summary>
    public static int Of(GpuSm sm, int threads, double registers, double shared)
    {
        double slots = Math.Min((double)sm.Threads / threads, sm.Registers.Bytes / Math.Max(1, registers));
        return Math.Max(1, (int)Math.Min(slots, sm.Shared.Bytes / Math.Max(1, shared)));
    }
}

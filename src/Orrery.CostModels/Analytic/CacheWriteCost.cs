using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Analytic;

/// <summary>
/// New keys and values written into a paged cache. Serving engines (vLLM's <c>reshape_and_cache</c>) start one thread block a token,
/// with a thread for each element of its keys up to 512; so many short tokens cost starts of blocks rather than bytes.
/// </summary>
internal static class CacheWriteCost
{
    private const int MostThreads = 512;
    private const int WarpThreads = 32;

    public static OperatorCost Of(CacheWrite work, Machine machine)
    {
        int threads = Math.Clamp((work.Columns / 2 / WarpThreads) * WarpThreads, WarpThreads, MostThreads);
        int perSm = Math.Min(machine.Gpu.Sm.Threads / threads, MostBlocks);
        double rounds = work.Rows / ((double)perSm * machine.Sms);
        double blocks = machine.Gpu.HasTensorMemory ? 0 : Math.Max(1, rounds) * machine.BlockSeconds(rounds);
        double memory = machine.MemorySeconds(work.Bytes, work.Rows);
        return Overlapped.Cost(machine, work.Flops / machine.Vector, Math.Max(memory, blocks), work.Bytes / machine.L2,
            machine.Constants.Memory.KernelSeconds);
    }

    /// <summary>The same kernel, block by block.</summary>
    public static RowKernel RowsOf(CacheWrite work, Machine machine)
    {
        int threads = Math.Clamp((work.Columns / 2 / WarpThreads) * WarpThreads, WarpThreads, MostThreads);
        int perSm = Math.Min(machine.Gpu.Sm.Threads / threads, MostBlocks);
        double rounds = work.Rows / ((double)perSm * machine.Sms);
        double waits = machine.Gpu.HasTensorMemory ? 0 : machine.BlockSeconds(rounds);
        return new RowKernel(work.Rows, threads, 1, 1, 0, 0, waits, 0);
    }

    // CUDA C++ Programming Guide, technical specifications: 16 to 32 resident blocks.
    private const int MostBlocks = 32;
}

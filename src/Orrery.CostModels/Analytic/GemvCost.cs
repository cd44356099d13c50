using Orrery.CostModels.Constants;
using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Analytic;

/// <summary>
/// One row times a matrix in a narrow format: libraries have kernels in which a few warps walk along the sum of each column with
/// wide loads and multiply on the vector units (gemv kernels of cuBLAS and of TensorRT-LLM). No pipeline is filled, no sum is split
/// over blocks, and only loads and their latency count.
/// </summary>
internal static class GemvCost
{
    // Two warps a column, with loads of 16 bytes of activations a thread.
    private const int Threads = 64;
    private const double StepBytes = Threads * 16;

    // Sums of threads and warps are added up, and the result is written.
    private const double EndLatencies = 2;

    /// <summary>Whether a library would have such a kernel.</summary>
    public static bool Applies(Gemm gemm, Machine machine) =>
        gemm.M == 1 && gemm.Groups == 1 && !machine.Unit.IsVector && !gemm.Format.QuantisesActivations && gemm.Format.UnpackInstructions == 0;

    /// <summary>The cost of the kernel, if it is lower than another.</summary>
    public static void OrBetter(Gemm gemm, Machine machine, in GemmTraffic traffic, ref OperatorCost best)
    {
        MemoryConstants memory = machine.Constants.Memory;
        double weights = (double)gemm.N * gemm.K * gemm.Format.WeightBytes;

        // Every column walks along its sum step by step; as many columns at once as there are places for their threads.
        double missing = 1 - machine.Resident(gemm.WeightDistance);
        double latency = memory.L2Latency + (missing * (memory.Latency - memory.L2Latency));
        double steps = Math.Ceiling(gemm.K * gemm.Format.Bytes / StepBytes);
        double rounds = Math.Max(1, gemm.N / ((double)machine.Sms * machine.Gpu.Sm.Threads / Threads));
        double chain = rounds * ((steps * latency) + (EndLatencies * memory.L2Latency));
        double compute = (gemm.Flops / machine.Vector) + chain;
        double start = machine.LibraryStart * machine.Constants.Gemm.GemvStart;
        double l2 = weights / machine.L2;
        double device = traffic.Compulsory * machine.TileMemorySeconds;
        OperatorCost cost = Overlapped.Tiles(compute, device, l2, start);
        if (cost.Seconds >= best.Seconds)
        {
            return;
        }

        double core = ((gemm.Flops * machine.Energy.PerVectorOperation) + (weights * machine.Energy.PerL2Byte)) * gemm.Switching;
        double memoryJoules = traffic.Compulsory * machine.Energy.PerMemoryByte;
        double factor = machine.ClockFactor(gemm, core, memoryJoules, Overlapped.Squares(compute, l2), device);
        cost = Overlapped.Tiles(compute / factor, device, l2 / factor, start);
        if (cost.Seconds < best.Seconds)
        {
            best = cost with
            {
                ClockFactor = factor,
                Joules = machine.Energy.Joules(core, memoryJoules, factor, cost.Seconds),
                Tiling = new Tiling(1, 1, 1, gemm.N, (double)gemm.N / machine.Sms),
            };
        }
    }
}

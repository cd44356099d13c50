using Orrery.CostModels.Constants;
using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Analytic;

/// <summary>
/// Attention in one fused kernel: a block of queries walks over the keys and values in steps; scores stay in registers. Where the
/// machine's tensor unit is synchronous, products and softmax take turns; where it is not, warp groups overlap them. With few
/// blocks the keys are split over multiprocessors and the parts merged.
/// </summary>
internal static class AttentionCost
{
    // Rows of queries at which the efficiency of products counts.
    private const double SmallRows = 64;

    public static OperatorCost Of(Attention attention, Machine machine)
    {
        AttentionKernel kernel = AttentionKernel.Of(attention, machine);
        AttentionBlocks blocks = AttentionBlocks.Of(attention, kernel);
        double bandwidth = StreamMemory.Bandwidth(machine);
        if (!AttentionSplits.AreWanted(attention, kernel, blocks, machine.Sms))
        {
            return Of(attention, machine, kernel, blocks, bandwidth, AttentionSplits.Of(attention, kernel, blocks, 1));
        }

        if (attention.Room > 0)
        {
            int rule = AttentionSplits.ByRule(attention, kernel, blocks, machine.Sms);
            return Of(attention, machine, kernel, blocks, bandwidth, AttentionSplits.Of(attention, kernel, blocks, rule));
        }

        OperatorCost best = new(double.PositiveInfinity, Bound.Compute, default);
        foreach (int count in AttentionSplits.Counts)
        {
            if (count <= blocks.Longest)
            {
                AttentionSplit split = AttentionSplits.Of(attention, kernel, blocks, count);
                OperatorCost cost = Of(attention, machine, kernel, blocks, bandwidth, split);
                best = cost.Seconds < best.Seconds ? cost : best;
            }
        }

        return best;
    }

    private static OperatorCost Of(
        Attention attention, Machine machine, AttentionKernel kernel, AttentionBlocks blocks, double bandwidth, AttentionSplit split)
    {
        int splits = split.Count;
        double step = StepSeconds(attention, kernel, machine);

        // One synchronous block alone waits in every step for its keys, and before them for the page table; a second one fills the
        // gap.
        double gap = kernel.IsAsynchronous ? 0 : (attention.Page > 0 ? 2 : 1) * machine.Constants.Memory.L2Latency;
        double append = attention.Appends ? AppendSeconds(attention, kernel, machine) * blocks.NewSteps : 0;
        double edge = EdgeSeconds(attention, kernel, machine, blocks.Units * split.Busy);
        double throughL2 = (blocks.Units * blocks.Mean * kernel.Keys * attention.TokenBytes) + attention.QueryBytes;
        AttentionRun run = new(attention, machine, kernel, blocks, split, step + append, gap, edge, bandwidth, throughL2);
        double factor = machine.Energy.ClockFactor(run);
        bool mergeKernel = splits > 1 && !kernel.MergesInside;
        int kernels = 1 + kernel.Copies + (mergeKernel ? 1 : 0);
        double launch = (kernels * machine.Constants.Memory.KernelSeconds) + MergeSeconds(kernel, splits, machine)
            + CopySeconds(attention, kernel, machine);
        OperatorCost cost = Overlapped.Cost(machine, run.Compute(factor), run.Memory(factor), run.L2(factor), launch);
        return cost with
        {
            ClockFactor = factor,
            Joules = machine.Energy.Joules(run.CoreJoules, run.MemoryJoules, factor, cost.Seconds),
            Kernels = kernels,
            Tiling = new Tiling(kernel.Rows, kernel.Keys, splits, blocks.Units * splits,
                blocks.Units * splits / ((double)machine.Sms * kernel.PerSm)),
        };
    }

    internal static double StepSeconds(Attention attention, AttentionKernel kernel, Machine machine)
    {
        AttentionConstants constants = machine.Constants.Attention;

        // Synchronous products wait for operands from shared memory; twice the rows share each of them between twice the products.
        double wait = (1 / constants.MatrixEfficiency) - 1;
        double efficiency = kernel.IsAsynchronous
            ? constants.MatrixEfficiency : 1 / (1 + (wait * SmallRows / Math.Max(SmallRows, kernel.Rows)));
        double matrix = 2.0 * (attention.HeadDim + attention.ValueDim) * machine.Sms / (machine.Peak * efficiency);

        // The vector peak counts multiply-adds as two; softmax has one instruction each.
        double softmax = (1 / (constants.ExponentialsPerClock * machine.Clock))
            + (constants.SoftmaxInstructions * 2 * machine.Sms / machine.Vector);
        double p = constants.PingPong;
        double pair = kernel.Phases switch
        {
            AttentionPhases.Alternate => matrix + softmax,
            AttentionPhases.PingPong => Math.Pow(Math.Pow(matrix, p) + Math.Pow(softmax, p), 1 / p),
            _ => Math.Max(matrix, softmax),
        };
        return pair * kernel.Rows * kernel.Keys;
    }

    /// <summary>Dynamic joules of the chip at boost: products, softmax, and bytes from the last-level cache.</summary>
    internal static double CoreJoules(Attention attention, Machine machine, double throughL2)
    {
        double scores = attention.Batch * attention.Heads * attention.Pairs;
        return (attention.Flops * machine.OperationJoules) + (throughL2 * machine.Energy.PerL2Byte)
            + (scores * machine.Constants.Attention.SoftmaxEnergy * machine.Energy.PerVectorOperation);
    }

    // New keys and values of one step are read and written through the port of the multiprocessor, which takes writes at half the
    // rate of reads.
    internal static double AppendSeconds(Attention attention, AttentionKernel kernel, Machine machine) =>
        3.0 * Math.Min(kernel.Keys, attention.Queries) * attention.TokenBytes / machine.PortBytes;

    // Start and end of a block: latencies, and what nothing hides of its queries, first keys and values, and output. A persistent
    // kernel fetches for one block while the output of the block before leaves.
    private static double EdgeSeconds(Attention attention, AttentionKernel kernel, Machine machine, double blocks)
    {
        double rows = Math.Min(kernel.Rows, (double)attention.Queries * (kernel.Packs ? attention.Heads / attention.KvHeads : 1));
        double arrives = (rows * attention.HeadDim * attention.Format.Bytes)
            + (Math.Min(kernel.Keys, attention.Keys) * attention.TokenBytes);
        double leaves = rows * attention.ValueDim * attention.Format.OutputBytes;
        double bytes = kernel.IsAsynchronous ? Math.Max(arrives, leaves) : arrives + leaves;
        return machine.BlockSeconds(blocks / ((double)machine.Sms * kernel.PerSm)) + (bytes / machine.PortBytes);
    }

    // Queries and output pass a framework's copy kernel, which moves one element a thread.
    internal static double CopySeconds(Attention attention, AttentionKernel kernel, Machine machine)
    {
        double inFlight = (double)machine.Sms * machine.Gpu.Sm.Threads * attention.Format.Bytes / machine.Constants.Memory.Latency;
        return kernel.Copies == 0 ? 0 : 2 * attention.QueryBytes / inFlight;
    }

    // An asynchronous kernel has four partial results on their way at once.
    internal static double MergeSeconds(AttentionKernel kernel, int splits, Machine machine) =>
        splits == 1 ? 0 : splits * machine.Constants.Attention.MergeSeconds / (kernel.IsAsynchronous ? 4 : 1);
}

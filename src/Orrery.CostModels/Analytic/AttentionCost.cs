using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Analytic;

/// <summary>
/// Attention in one fused kernel: a block of queries walks over the keys and values in steps; scores stay in registers. Where the
/// machine's tensor unit is synchronous, products and softmax take turns; where it is not, warp groups overlap them. With few
/// blocks the keys are split over multiprocessors and the parts merged.
/// </summary>
internal static class AttentionCost
{
    public static OperatorCost Of(Attention attention, Machine machine)
    {
        AttentionKernel kernel = AttentionKernel.Of(attention, machine);
        AttentionBlocks blocks = AttentionBlocks.Of(attention, kernel);
        AttentionSplit split = AttentionSplits.Of(attention, kernel, blocks, machine.Sms);
        int splits = split.Count;

        double step = StepSeconds(attention, kernel, machine);
        double append = attention.Appends ? AppendSeconds(attention, kernel, machine) * blocks.NewSteps : 0;
        double compute = Math.Max(Schedule(kernel, blocks, split, machine, step + append, EdgeSeconds(attention, kernel, machine, blocks.Units * split.Busy)),
            PowerSeconds(attention, machine));

        double throughL2 = (blocks.Units * blocks.Mean * kernel.Keys * attention.TokenBytes) + attention.QueryBytes;
        double memory = machine.MemorySeconds(attention.Bytes, blocks.Units * split.Busy);
        bool mergeKernel = splits > 1 && !kernel.MergesInside;
        int kernels = 1 + kernel.Copies + (mergeKernel ? 1 : 0);
        double launch = (kernels * machine.Constants.Memory.KernelSeconds) + MergeSeconds(kernel, splits, machine)
            + CopySeconds(attention, kernel, machine);
        return Overlapped.Cost(machine, compute, memory, throughL2 / machine.L2, launch) with
        {
            Kernels = kernels,
            Tiling = new Tiling(kernel.Rows, kernel.Keys, splits, blocks.Units * splits,
                blocks.Units * splits / ((double)machine.Sms * kernel.PerSm)),
        };
    }

    // Blocks of about equal length run in rounds, the last of which may be nearly empty and costs as much. Blocks of unequal
    // length (causal) even out, but for a part of the longest one at the end.
    private static double Schedule(
        AttentionKernel kernel, AttentionBlocks blocks, AttentionSplit split, Machine machine, double step, double edge)
    {
        double count = blocks.Units * split.Busy;
        double mean = blocks.Mean / split.Busy;

        // One block alone waits for its page table or for a barrier in every step; a second block fills that gap.
        double alone = step + (kernel.Overlaps ? 0 : machine.Constants.Memory.L2Latency);
        double slots = (double)machine.Sms * kernel.PerSm;
        if (count <= slots)
        {
            double together = Math.Ceiling(count / machine.Sms);
            return Math.Max(split.Steps * alone, together * mean * step) + edge;
        }

        double round = Math.Max((mean * alone) + edge, kernel.PerSm * mean * step);
        double even = count / slots * round;
        return blocks.Longest - blocks.Mean < 1
            ? Math.Ceiling(count / slots) * round
            : even + (machine.Constants.Attention.Tail * ((split.Steps * alone) + edge));
    }

    private static double StepSeconds(Attention attention, AttentionKernel kernel, Machine machine)
    {
        double matrix = 2.0 * (attention.HeadDim + attention.ValueDim) * machine.Sms
            / (machine.Peak * machine.Constants.Attention.MatrixEfficiency);
        double exponential = 1 / (machine.Constants.Attention.ExponentialsPerClock * machine.Clock);

        // The vector peak counts multiply-adds as two; softmax has none.
        double vector = machine.Constants.Attention.SoftmaxInstructions * 2 * machine.Sms / machine.Vector;
        double p = machine.Constants.Attention.PingPong;
        double softmax = exponential + vector;
        double pair = kernel.Overlaps ? Math.Pow(Math.Pow(matrix, p) + Math.Pow(softmax, p), 1 / p) : matrix + softmax;
        return pair * kernel.Rows * kernel.Keys;
    }

    // What the board's power limit allows: products and softmax both take energy, and neither waits for the other.
    private static double PowerSeconds(Attention attention, Machine machine)
    {
        double joules = machine.Constants.Attention.SoftmaxJoulesPerNanometre * machine.Gpu.ProcessNm;
        double scores = attention.Batch * attention.Heads * attention.Pairs;
        return (attention.Flops / machine.PowerLimited) + (scores * joules / machine.Gpu.Tdp.Watts);
    }

    // New keys and values of one step are read and written through the port of the multiprocessor, which takes writes at half the
    // rate of reads.
    private static double AppendSeconds(Attention attention, AttentionKernel kernel, Machine machine) =>
        3.0 * Math.Min(kernel.Keys, attention.Queries) * attention.TokenBytes / machine.PortBytes;

    // Start and end of a block: latencies, and what nothing hides of its queries, first keys and values, and output. A persistent
    // kernel fetches for one block while the output of the block before leaves.
    private static double EdgeSeconds(Attention attention, AttentionKernel kernel, Machine machine, double blocks)
    {
        double rows = Math.Min(kernel.Rows, (double)attention.Queries * (kernel.Packs ? attention.Heads / attention.KvHeads : 1));
        double arrives = (rows * attention.HeadDim * attention.Format.Bytes) + (Math.Min(kernel.Keys, attention.Keys) * attention.TokenBytes);
        double leaves = rows * attention.ValueDim * attention.Format.OutputBytes;
        double bytes = kernel.Overlaps ? Math.Max(arrives, leaves) : arrives + leaves;
        return machine.BlockSeconds(blocks / ((double)machine.Sms * kernel.PerSm)) + (bytes / machine.PortBytes);
    }

    // Queries and output pass a framework's copy kernel, which moves one element a thread.
    private static double CopySeconds(Attention attention, AttentionKernel kernel, Machine machine)
    {
        double inFlight = (double)machine.Sms * machine.Gpu.Sm.Threads * attention.Format.Bytes / machine.Constants.Memory.Latency;
        return kernel.Copies == 0 ? 0 : 2 * attention.QueryBytes / inFlight;
    }

    // An asynchronous kernel has four partial results on their way at once.
    private static double MergeSeconds(AttentionKernel kernel, int splits, Machine machine) =>
        splits == 1 ? 0 : splits * machine.Constants.Attention.MergeSeconds / (kernel.Overlaps ? 4 : 1);
}

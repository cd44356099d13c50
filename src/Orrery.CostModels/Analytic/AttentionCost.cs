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
        int splits = kernel.Splits ? AttentionSplits.Of(attention, kernel, blocks, machine.Sms) : 1;

        double step = StepSeconds(attention, kernel, machine);
        double append = attention.Appends ? AppendSeconds(attention, kernel, machine) * blocks.NewSteps : 0;
        double compute = Math.Max(Schedule(kernel, blocks, splits, machine, step + append, EdgeSeconds(attention, kernel, machine)),
            PowerSeconds(attention, machine));

        double throughL2 = (blocks.Units * blocks.Mean * kernel.Keys * attention.TokenBytes) + attention.QueryBytes;
        double memory = machine.MemorySeconds(attention.Bytes, blocks.Units * splits);
        bool mergeKernel = splits > 1 && !kernel.MergesInside;
        int kernels = 1 + kernel.Copies + (mergeKernel ? 1 : 0);
        double launch = (kernels * machine.Constants.Memory.KernelSeconds) + MergeSeconds(kernel, splits, machine);
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
        AttentionKernel kernel, AttentionBlocks blocks, int splits, Machine machine, double step, double edge)
    {
        double count = blocks.Units * splits;
        double mean = blocks.Mean / splits;
        double longest = Math.Ceiling(blocks.Longest / splits);

        // One block alone waits for its page table or for a barrier in every step; a second block fills that gap.
        double alone = step + (kernel.Overlaps ? 0 : machine.Constants.Memory.L2Latency);
        double slots = (double)machine.Sms * kernel.PerSm;
        if (count <= slots)
        {
            double together = Math.Ceiling(count / machine.Sms);
            return Math.Max(longest * alone, together * mean * step) + edge;
        }

        double round = Math.Max((mean * alone) + edge, kernel.PerSm * mean * step);
        double even = count / slots * round;
        return blocks.Longest - blocks.Mean < 1
            ? Math.Ceiling(count / slots) * round
            : even + (machine.Constants.Attention.Tail * ((longest * alone) + edge));
    }

    internal static double StepSeconds(Attention attention, AttentionKernel kernel, Machine machine)
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
    internal static double PowerSeconds(Attention attention, Machine machine)
    {
        double joules = machine.Constants.Attention.SoftmaxJoulesPerNanometre * machine.Gpu.ProcessNm;
        double scores = attention.Batch * attention.Heads * attention.Pairs;
        return (attention.Flops / machine.PowerLimited) + (scores * joules / machine.Gpu.Tdp.Watts);
    }

    // Keys and values of one step read once more and written, at the rate at which one multiprocessor draws.
    internal static double AppendSeconds(Attention attention, AttentionKernel kernel, Machine machine) =>
        2.0 * kernel.Keys * attention.TokenBytes / (machine.Clock * machine.Constants.Memory.BytesPerClock);

    // Start and end of a block: latencies, and what nothing hides: its queries, first keys and values, and output, through the port
    // of its multiprocessor.
    private static double EdgeSeconds(Attention attention, AttentionKernel kernel, Machine machine)
    {
        double rows = Math.Min(kernel.Rows, (double)attention.Queries * (kernel.Packs ? attention.Heads / attention.KvHeads : 1));
        double bytes = (rows * ((attention.HeadDim * attention.Format.Bytes) + (attention.ValueDim * attention.Format.OutputBytes)))
            + (Math.Min(kernel.Keys, attention.Keys) * attention.TokenBytes);
        return machine.BlockSeconds + (bytes / (machine.Clock * machine.Constants.Memory.BytesPerClock));
    }

    // An asynchronous kernel has four partial results on their way at once.
    internal static double MergeSeconds(AttentionKernel kernel, int splits, Machine machine) =>
        splits == 1 ? 0 : splits * machine.Constants.Attention.MergeSeconds / (kernel.Overlaps ? 4 : 1);
}

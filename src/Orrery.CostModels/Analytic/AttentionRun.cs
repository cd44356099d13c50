using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Analytic;

/// <summary>One way to run an attention call, and how long it takes at any clock.</summary>
/// <param name="Attention">The call.</param>
/// <param name="Machine">What it runs on.</param>
/// <param name="Kernel">The kernel.</param>
/// <param name="Blocks">Blocks of queries and their steps.</param>
/// <param name="Split">Parts of the keys.</param>
/// <param name="StepSeconds">Seconds of a step of a block alone on its multiprocessor, at boost.</param>
/// <param name="GapSeconds">Seconds that a block alone waits for memory in every step, whatever the clock.</param>
/// <param name="EdgeSeconds">Seconds to start and end a block, at boost.</param>
/// <param name="Bandwidth">Bytes a second at which keys and values stream.</param>
/// <param name="ThroughL2">Bytes between the last-level cache and the multiprocessors.</param>
internal readonly record struct AttentionRun(
    Attention Attention, Machine Machine, AttentionKernel Kernel, AttentionBlocks Blocks, AttentionSplit Split,
    double StepSeconds, double GapSeconds, double EdgeSeconds, double Bandwidth, double ThroughL2) : IClockedKernel
{
    public double CoreJoules => AttentionCost.CoreJoules(Attention, Machine, ThroughL2);

    public double MemoryJoules => Attention.Bytes * Machine.Energy.PerMemoryByte;

    public double BusySeconds(double factor) =>
        Overlapped.Cost(Machine, Compute(factor), Memory(factor), L2(factor), 0).Seconds;

    /// <summary>Seconds of device memory, whose clock is its own, as fast as the multiprocessors draw from it.</summary>
    public double Memory(double factor) =>
        Machine.MemorySeconds(Attention.Bytes, Blocks.Units * Split.Busy, Bandwidth, factor);

    /// <summary>Seconds of the last-level cache.</summary>
    public double L2(double factor) => ThroughL2 / (Machine.L2 * factor);

    /// <summary>
    /// Seconds of the blocks where none waits for bytes. Blocks of about equal length run in rounds, the last of which may be nearly
    /// empty and costs as much. Blocks of unequal length (causal) even out, but for a part of the longest one at the end.
    /// </summary>
    public double Compute(double factor)
    {
        (double step, double edge) = (StepSeconds / factor, EdgeSeconds / factor);
        double count = Blocks.Units * Split.Busy;
        double mean = Blocks.Mean / Split.Busy;

        double alone = step + GapSeconds;
        double slots = (double)Machine.Sms * Kernel.PerSm;
        if (count <= slots)
        {
            double together = Math.Ceiling(count / Machine.Sms);
            return Math.Max(Split.Steps * alone, together * mean * step) + edge;
        }

        double round = Math.Max((mean * alone) + edge, Kernel.PerSm * mean * step);
        double longest = (Split.Steps * alone) + edge;
        return Blocks.Longest - Blocks.Mean < 1
            ? Math.Ceiling(count / slots) * round
            : Math.Max(longest, (count / slots * round) + (Tail * longest));
    }

    // Kernels with warp groups start with the longest blocks, so that short ones fill the end.
    private double Tail => Machine.Constants.Attention.Tail * (Kernel.IsAsynchronous ? 0.5 : 1);
}

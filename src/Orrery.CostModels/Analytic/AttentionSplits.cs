using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Analytic;

/// <summary>Parts into which the keys of a block are split.</summary>
/// <param name="Count">Parts that are started.</param>
/// <param name="Steps">Steps of the longest part.</param>
/// <param name="Busy">Parts that hold keys: fewer where the library splits the room instead of what is in it.</param>
internal readonly record struct AttentionSplit(int Count, double Steps, double Busy);

/// <summary>
/// Into how many parts a library splits the keys. One that knows the keys is taken to find the fastest number; one that only knows the
/// room in the page table goes by FlashAttention's rule.
/// </summary>
internal static class AttentionSplits
{
    private const int Most = 128;
    private const double Full = 0.8;
    private const double NearlyBest = 0.85;

    private static readonly int[] Tried = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128];

    /// <summary>The numbers of parts that are tried.</summary>
    public static ReadOnlySpan<int> Counts => Tried;

    /// <summary>False where blocks nearly fill the multiprocessors without splitting, or the kernel cannot split.</summary>
    public static bool AreWanted(Attention attention, AttentionKernel kernel, AttentionBlocks blocks, int sms) =>
        kernel.Splits && blocks.Units < Full * Slots(attention, kernel, sms);

    /// <summary>So many parts.</summary>
    public static AttentionSplit Of(Attention attention, AttentionKernel kernel, AttentionBlocks blocks, int count)
    {
        double steps = Math.Ceiling((double)Room(attention, kernel, blocks) / count);
        return new AttentionSplit(count, Math.Min(steps, blocks.Longest), Math.Ceiling(blocks.Longest / steps));
    }

    /// <summary>
    /// The fewest parts, up to 128, that fill the multiprocessors nearly as evenly as the best number would (split heuristic of
    /// FlashAttention 2.5).
    /// </summary>
    public static int ByRule(Attention attention, AttentionKernel kernel, AttentionBlocks blocks, int sms)
    {
        double slots = Slots(attention, kernel, sms);
        int steps = Room(attention, kernel, blocks);
        int most = Math.Min(Most, Math.Min((int)slots, steps));
        double best = 0;
        for (int splits = 1; splits <= most; splits++)
        {
            best = Math.Max(best, Evenness(steps, splits, blocks.Units, slots));
        }

        for (int splits = 1; splits <= most; splits++)
        {
            if (Evenness(steps, splits, blocks.Units, slots) >= NearlyBest * best)
            {
                return splits;
            }
        }

        return 1;
    }

    // Blocks that the library counts on: two a multiprocessor as registers allow, one where the kernel also appends.
    private static double Slots(Attention attention, AttentionKernel kernel, int sms) =>
        sms * (kernel.IsAsynchronous || attention.Appends ? 1.0 : 2.0);

    private static int Room(Attention attention, AttentionKernel kernel, AttentionBlocks blocks) =>
        Math.Max((int)blocks.Longest, (attention.Room + kernel.Keys - 1) / kernel.Keys);

    // Part of the last round that is filled; nothing where one part fewer has equally long parts.
    private static double Evenness(int steps, int splits, double units, double slots)
    {
        if (splits > 1 && (steps + splits - 1) / splits == (steps + splits - 2) / (splits - 1))
        {
            return 0;
        }

        double rounds = units * splits / slots;
        return rounds / Math.Ceiling(rounds);
    }
}

using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Analytic;

/// <summary>Parts into which the keys of a block are split.</summary>
/// <param name="Count">Parts that are started.</param>
/// <param name="Steps">Steps of the longest part.</param>
/// <param name="Busy">Parts that hold keys: fewer where the library splits the room instead of what is in it.</param>
internal readonly record struct AttentionSplit(int Count, double Steps, double Busy);

/// <summary>
/// Into how many parts a library splits the keys: the fewest that fill the multiprocessors nearly as evenly as the best number
/// would (the rule of FlashAttention's split heuristic).
/// </summary>
internal static class AttentionSplits
{
    private const int Most = 128;
    private const double Full = 0.8;
    private const double NearlyBest = 0.85;

    /// <summary>The parts, 1 to 128.</summary>
    public static AttentionSplit Of(Attention attention, AttentionKernel kernel, AttentionBlocks blocks, int sms)
    {
        int room = Math.Max((int)blocks.Longest, (attention.Room + kernel.Keys - 1) / kernel.Keys);
        int count = kernel.Splits ? Count(attention, kernel, blocks, room, sms) : 1;
        double steps = Math.Ceiling((double)room / count);
        return new AttentionSplit(count, Math.Min(steps, blocks.Longest), Math.Ceiling(blocks.Longest / steps));
    }

    private static int Count(Attention attention, AttentionKernel kernel, AttentionBlocks blocks, int steps, int sms)
    {
        // The library counts on as many blocks as registers allow, and on one where the kernel also appends.
        double slots = sms * (kernel.IsAsynchronous || attention.Appends ? 1.0 : 2.0);
        if (blocks.Units >= Full * slots)
        {
            return 1;
        }

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

using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Analytic;

/// <summary>How a call falls into blocks of queries, and those into steps over the keys.</summary>
/// <param name="Units">Blocks of queries in all heads and sequences, before keys are split.</param>
/// <param name="Mean">Steps of a block on average.</param>
/// <param name="Longest">Steps of the longest block.</param>
/// <param name="NewSteps">Part of the steps that meet keys of the same call.</param>
internal readonly record struct AttentionBlocks(double Units, double Mean, double Longest, double NewSteps)
{
    /// <summary>Counts blocks and steps exactly, as long as one of the block's sides divides the other.</summary>
    public static AttentionBlocks Of(Attention attention, AttentionKernel kernel)
    {
        int group = kernel.Packs ? attention.Heads / attention.KvHeads : 1;
        double heads = (double)attention.Batch * attention.Heads / group;
        long rows = (long)attention.Queries * group;
        long blocks = (rows + kernel.Rows - 1) / kernel.Rows;

        // Packed rows are queries times heads: a block then covers fewer tokens.
        long tokens = Math.Max(1, kernel.Rows / group);
        long cached = attention.Keys - attention.Queries;
        long last = Steps(attention.Keys, kernel.Keys);
        double total = attention.Causal
            ? RoundedUp(blocks - 1, cached + tokens, tokens, kernel.Keys) + last : (double)blocks * last;
        double longest = last;
        if (attention.Window > 0 && attention.Window < attention.Keys)
        {
            // A block's first query begins to see behind its window; whole steps before that are left out.
            long first = attention.Causal ? cached + 1 - attention.Window : attention.Keys - attention.Window;
            long step = attention.Causal ? tokens : 0;
            long skipped = first >= 0 || step == 0 ? 0 : Math.Min(blocks, ((-first) + step - 1) / step);
            total -= RoundedUp(blocks - skipped, first + (skipped * step) - kernel.Keys + 1, step, kernel.Keys);
            longest = Math.Min(last, Steps(attention.Window + tokens - 1, kernel.Keys) + 1);
        }

        double fresh = attention.Causal ? RoundedUp(blocks, tokens, tokens, kernel.Keys) : (double)blocks * Steps(attention.Queries, kernel.Keys);
        return new AttentionBlocks(heads * blocks, total / blocks, longest, Math.Min(1, fresh / total));
    }

    private static long Steps(long keys, long step) => (keys + step - 1) / step;

    // Sum of ceil((start + i stride) / step) for i from 0 to count - 1, start + stride > -step. Where the stride divides the step
    // or the step the stride, every period of it is an arithmetic series.
    private static double RoundedUp(long count, long start, long stride, long step)
    {
        if (count <= 0)
        {
            return 0;
        }

        long period = stride > 0 && stride < step ? Math.Max(1, step / stride) : 1;
        double rise = (double)period * stride / step;
        double sum = 0;
        for (long offset = 0; offset < Math.Min(period, count); offset++)
        {
            double terms = (count - offset + period - 1) / period;
            sum += (terms * Math.Max(0, Steps(start + (offset * stride), step))) + (rise * terms * (terms - 1) / 2);
        }

        return sum;
    }
}

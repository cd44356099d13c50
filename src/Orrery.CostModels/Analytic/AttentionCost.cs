using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Analytic;

/// <summary>
/// Attention in one fused kernel: a block of queries walks over the keys and values; scores stay in registers. Matrix and
/// softmax work alternate in a block, so their times add. With few queries the keys are split over multiprocessors.
/// </summary>
internal static class AttentionCost
{
    // FlashAttention's block of queries and keys for heads of 128 elements.
    private const int Block = 128;

    // Rows of the smallest tensor-core tile: fewer queries than this still take as long.
    private const int SmallestTile = 16;

    public static OperatorCost Of(Attention attention, Machine machine)
    {
        // In decode the query heads that share keys are computed together, as the rows of one tile.
        double shared = attention.Queries < SmallestTile ? (double)attention.Heads / attention.KvHeads : 1;
        double rows = attention.Queries * shared;
        double rowBlocks = Math.Ceiling(rows / Block);
        double blockRows = Math.Min(Block, Math.Ceiling(rows / rowBlocks / SmallestTile) * SmallestTile);
        double heads = attention.Batch * (attention.Heads / shared);

        // A causal block computes the whole of the tile that the diagonal cuts.
        double waste = attention.Causal && attention.Queries > 1
            ? attention.Queries * (Math.Min(Block, attention.Queries) - 1) / 2.0 : 0;
        bool padded = attention.Queries < SmallestTile;
        double pairs = padded ? rowBlocks * blockRows * attention.Keys : attention.Pairs + waste;
        double pairSeconds = PairSeconds(attention, machine);
        double longest = blockRows * attention.Keys * pairSeconds;
        double units = heads * rowBlocks;
        double even = heads * pairs * pairSeconds / machine.Sms;

        double keyBytes = 2.0 * attention.HeadDim * attention.Format.Bytes;
        double seen = attention.Causal && attention.Queries == attention.Keys ? 0.5 : 1;
        double throughL2 = (units * attention.Keys * keyBytes * seen) + attention.Bytes;
        double powerLimited = 4.0 * heads * pairs * attention.HeadDim / machine.PowerLimited;

        // Where one block holds all queries, the keys may be split over more multiprocessors, for one more kernel that merges.
        double mostSplits = rowBlocks > 1 ? 1 : Math.Ceiling((double)attention.Keys / Block);
        OperatorCost best = new(double.PositiveInfinity, Bound.Compute, default);
        for (double splits = 1; splits <= mostSplits; splits *= 2)
        {
            // Blocks start in order and end unevenly: on average half of the longest block runs while others idle.
            double part = (longest / splits) + machine.Constants.Attention.BlockSeconds;
            double share = even + (units * splits * machine.Constants.Attention.BlockSeconds / machine.Sms);
            double compute = Math.Max(powerLimited, Math.Max(part, share + (part / 2)));
            double launch = machine.Constants.Memory.KernelSeconds + (splits > 1 ? machine.Constants.Gemm.SplitSeconds : 0);
            double memory = machine.MemorySeconds(attention.Bytes, units * splits);
            OperatorCost cost = Overlapped.Cost(machine, compute, memory, throughL2 / machine.L2, launch) with
            {
                Kernels = splits > 1 ? 2 : 1,
                Tiling = new Tiling(Block, Block, (int)splits, units * splits, units * splits / machine.Sms),
            };
            best = cost.Seconds < best.Seconds ? cost : best;
        }

        return best;
    }

    internal static double PairSeconds(Attention attention, Machine machine)
    {
        double matrix = 4.0 * attention.HeadDim / machine.TileRate(Block / 2.0);
        double exponential = 1 / (machine.Constants.Attention.ExponentialsPerClock * machine.Clock);

        // The vector peak counts multiply-adds as two; softmax has none.
        return matrix + exponential + (machine.Constants.Attention.SoftmaxInstructions / (machine.Vector / 2 / machine.Sms));
    }
}

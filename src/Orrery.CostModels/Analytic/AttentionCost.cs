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

    public static OperatorCost Of(Attention attention, in Machine machine)
    {
        // In decode the query heads that share keys are computed together, as the rows of one tile.
        double shared = attention.Queries < SmallestTile ? (double)attention.Heads / attention.KvHeads : 1;
        double rows = attention.Queries * shared;
        double rowBlocks = Math.Ceiling(rows / Block);
        double blockRows = Math.Min(Block, Math.Ceiling(rows / rowBlocks / SmallestTile) * SmallestTile);
        double heads = attention.Batch * (attention.Heads / shared);

        // A causal block computes the whole of the tile that the diagonal cuts.
        double waste = attention.Causal && attention.Queries > 1 ? attention.Queries * (Math.Min(Block, attention.Queries) - 1) / 2.0 : 0;
        double pairs = shared > 1 || attention.Queries < SmallestTile ? rowBlocks * blockRows * attention.Keys : attention.Pairs + waste;
        double pairSeconds = PairSeconds(attention, machine);
        double longest = blockRows * attention.Keys * pairSeconds;
        double units = heads * rowBlocks;
        double even = heads * pairs * pairSeconds / machine.Sms;

        double keyBytes = 2.0 * attention.HeadDim * attention.Format.Bytes;
        double throughL2 = (units * attention.Keys * keyBytes * (attention.Causal && attention.Queries == attention.Keys ? 0.5 : 1)) + attention.Bytes;
        double powerLimited = 4.0 * heads * pairs * attention.HeadDim / machine.PowerLimited;

        // Too few blocks to fill the machine: the keys may be split, down to one block of keys, for one more kernel that merges.
        double splits = Math.Clamp(Math.Floor(machine.Sms / units), 1, Math.Ceiling((double)attention.Keys / Block));
        OperatorCost whole = Split(attention, machine, units, 1, even, longest, powerLimited, throughL2);
        OperatorCost parted = splits > 1 ? Split(attention, machine, units, splits, even, longest, powerLimited, throughL2) : whole;
        return parted.Seconds < whole.Seconds ? parted : whole;
    }

    private static OperatorCost Split(
        Attention attention, in Machine machine, double units, double splits, double even, double longest, double powerLimited, double throughL2)
    {
        // Blocks start in order and end unevenly: on average half of the longest block runs while others idle.
        double part = longest / splits;
        double compute = Math.Max(powerLimited, Math.Max(part, even + (part / 2)));
        double launch = PhysicalConstants.KernelSeconds + (splits > 1 ? PhysicalConstants.SplitSeconds : 0);
        return Overlapped.Cost(compute, machine.MemorySeconds(attention.Bytes, units * splits), throughL2 / machine.L2, launch);
    }

    private static double PairSeconds(Attention attention, in Machine machine)
    {
        const double side = Block / 2.0;
        double matrix = 4.0 * attention.HeadDim / (machine.Peak / machine.Sms * PhysicalConstants.TensorEfficiency * side / (side + PhysicalConstants.TileHalfSide));
        double exponential = 1 / (PhysicalConstants.ExponentialsPerClock * machine.Clock);
        return matrix + exponential + (PhysicalConstants.SoftmaxOperations / (machine.Vector / machine.Sms));
    }
}

using Orrery.CostModels.Analytic;
using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Tile;

/// <summary>
/// Fused attention: a tile is a block of queries of one head (of all heads that share keys, in decode), or its share of the keys
/// where these are split. Causal blocks differ in length. Blocks of heads that share keys find them in the last-level cache.
/// </summary>
internal sealed class AttentionKernel : TileKernel
{
    // Rows of the smallest tensor-core tile.
    private const int SmallestTile = 16;

    private const int MostSteps = 8;

    // Keys whose scores a block holds at once.
    private const int SliceKeys = 64;

    private readonly Attention _attention;
    private readonly AttentionBlocks _blocks;
    private readonly double _pairSeconds;
    private readonly int _splits;

    private AttentionKernel(Attention attention, AttentionBlocks blocks, int splits, double pairSeconds)
    {
        (_attention, _blocks, _splits, _pairSeconds) = (attention, blocks, splits, pairSeconds);
    }

    /// <summary>The kernel for a tiling on a machine.</summary>
    public static AttentionKernel Of(Attention attention, Tiling tiling, Machine machine)
    {
        AttentionBlocks blocks = new(attention, tiling.M);
        double tiles = (double)blocks.Heads * blocks.PerHead * tiling.Splits;
        double powerLimited = 4.0 * attention.HeadDim / machine.PowerLimited * Math.Min(machine.Sms, tiles);
        double pair = Math.Max(powerLimited, AttentionCost.PairSeconds(attention, machine));
        int simulated = TileBudget.Simulated(tiles, blocks.PerHead * tiling.Splits);
        double setup = machine.Constants.Attention.BlockSeconds - machine.Constants.Memory.Latency - machine.Constants.Memory.L2Latency;
        int heads = simulated / (blocks.PerHead * tiling.Splits);
        return new AttentionKernel(attention, blocks, tiling.Splits, pair)
        {
            Tiles = simulated,
            AllTiles = tiles,
            Slots = 1,
            Panels = heads * tiling.Splits * MostSteps,
            Launch = Ticks.Of(machine.Constants.Memory.KernelSeconds),
            Setup = Ticks.Of(Math.Max(0, setup)),
        };
    }

    public override int Steps(int tile) => StepsOf(_blocks.KeysOf(tile / _splits % _blocks.PerHead));

    public override TileStep Step(int tile, int step)
    {
        (int block, int split) = Math.DivRem(tile, _splits);
        (int head, int row) = Math.DivRem(block, _blocks.PerHead);
        int rows = _blocks.RowsOf(row);
        double rowBytes = (double)rows * _attention.HeadDim * _attention.Format.Bytes;
        int keys = _blocks.KeysOf(row);
        int steps = StepsOf(keys);
        if (step == steps)
        {
            // Parts of a split go to the second kernel in FP32, and stay in the cache until then.
            return _splits > 1
                ? new TileStep(0, 1) { Own = (long)rows * _attention.HeadDim * sizeof(float) }
                : new TileStep(0, 1) { Own = Whole(rowBytes), OwnMissing = Whole(rowBytes) };
        }

        // Steps cut the keys of all blocks at the same places, so that blocks share them; the last one of a causal block is shorter.
        int part = (split * StepsOf(_attention.Keys)) + step;
        int parts = _splits * StepsOf(_attention.Keys);
        long from = (long)_attention.Keys * part / parts;
        long upTo = Math.Min(keys, (long)_attention.Keys * (part + 1) / parts);
        long count = Math.Max(0, upTo - from);
        long bytes = Whole(2.0 * count * _attention.HeadDim * _attention.Format.Bytes);
        long queries = step == 0 ? Whole(rowBytes) : 0;
        bool shared = _blocks.HeadsPerKeys > 1 || _blocks.PerHead > 1;
        double padded = Math.Ceiling((double)rows / SmallestTile) * SmallestTile;
        return new TileStep(Ticks.Of(padded * count * _pairSeconds), (int)Math.Max(1, count / SliceKeys))
        {
            First = shared ? new Panel((head / _blocks.HeadsPerKeys * parts) + part, bytes) : default,
            Own = queries + (shared ? 0 : bytes),
            OwnMissing = (split == 0 ? queries : 0) + (shared ? 0 : bytes),
        };
    }

    // With splits every tile has the steps of its part; without, a causal block has those that its keys reach into.
    private int StepsOf(int keys)
    {
        int most = Math.Clamp(_attention.Keys / _splits / (2 * SliceKeys), 1, MostSteps);
        return _splits > 1 ? most : (int)Math.Max(1, (((long)keys * most) + _attention.Keys - 1) / _attention.Keys);
    }

    private static long Whole(double bytes) => (long)Math.Ceiling(bytes);
}

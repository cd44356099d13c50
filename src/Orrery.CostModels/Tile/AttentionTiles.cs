using Orrery.CostModels.Analytic;
using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Tile;

/// <summary>
/// Fused attention: a tile is a block of queries of one head (of all heads that share keys, where they are packed), or its share of
/// the keys where these are split. Causal blocks differ in length. Blocks that share keys find them in the last-level cache.
/// </summary>
internal sealed class AttentionTiles : TileKernel
{
    private const int MostParts = 8;

    private readonly Attention _attention;
    private readonly AttentionKernel _kernel;
    private readonly QueryBlocks _blocks;
    private readonly int _splits;
    private readonly int _perSplit;
    private readonly int _perPart;
    private readonly int _parts;
    private readonly double _stepTicks;
    private readonly double _waitTicks;
    private readonly bool _shared;

    private AttentionTiles(Attention attention, AttentionKernel kernel, QueryBlocks blocks, AttentionSplit split, double step, double wait)
    {
        (_attention, _kernel, _blocks) = (attention, kernel, blocks);
        (_splits, _perSplit) = ((int)split.Busy, (int)split.Steps);
        (_stepTicks, _waitTicks) = (step / Ticks.Seconds, wait / Ticks.Seconds);
        (_perPart, _parts) = PartsOf(attention, kernel, _splits);
        _shared = blocks.HeadsPerKeys > 1 || blocks.PerHead > 1;
    }

    /// <summary>The kernel on a machine.</summary>
    /// <param name="attention">The call.</param>
    /// <param name="splits">Parts of the keys.</param>
    /// <param name="machine">The machine.</param>
    /// <param name="clockFactor">Part of the boost clock at which the power limit lets it run.</param>
    public static AttentionTiles Of(Attention attention, int splits, Machine machine, double clockFactor)
    {
        AttentionKernel kernel = AttentionKernel.Of(attention, machine);
        QueryBlocks blocks = new(attention, kernel, machine.L2Size);
        AttentionBlocks counted = AttentionBlocks.Of(attention, kernel);
        AttentionSplit split = AttentionSplits.Of(attention, kernel, counted, splits);
        double tiles = counted.Units * split.Busy;
        double append = attention.Appends ? AttentionCost.AppendSeconds(attention, kernel, machine) * counted.NewSteps : 0;
        double step = (AttentionCost.StepSeconds(attention, kernel, machine) + append) / clockFactor;

        // One synchronous block alone waits in every step for its keys, and before them for the page table.
        double wait = kernel.IsAsynchronous ? 0 : (attention.Page > 0 ? 2 : 1) * machine.Constants.Memory.L2Latency;
        double setup = machine.BlockSeconds(tiles / ((double)machine.Sms * kernel.PerSm))
            - machine.Constants.Memory.Latency - machine.Constants.Memory.L2Latency;
        double launch = ((1 + kernel.Copies) * machine.Constants.Memory.KernelSeconds) + AttentionCost.CopySeconds(attention, kernel, machine)
            + (kernel.MergesInside ? AttentionCost.MergeSeconds(kernel, split.Count, machine) : 0);
        int simulated = TileBudget.Simulated(tiles, blocks.Period * (int)split.Busy);
        int lastHead = blocks.PlaceOf((simulated - 1) / (int)split.Busy).Head;
        return new AttentionTiles(attention, kernel, blocks, split, step, wait)
        {
            Chip = ChipRates.Of(machine, clockFactor) with { Memory = StreamMemory.Bandwidth(machine) },
            Tiles = simulated,
            AllTiles = tiles,
            Slots = kernel.PerSm,
            Panels = ((lastHead / blocks.HeadsPerKeys) + 1) * PartsOf(attention, kernel, (int)split.Busy).Parts,
            Launch = Ticks.Of(launch),
            Setup = Ticks.Of(Math.Max(0, setup)),
        };
    }

    public override int Steps(int tile)
    {
        (int from, int to) = RangeOf(_blocks.PlaceOf(tile / _splits).Block, tile % _splits);
        return Math.Max(1, ((to + _perPart - 1) / _perPart) - (from / _perPart));
    }

    public override TileStep Step(int tile, int step)
    {
        (int block, int split) = Math.DivRem(tile, _splits);
        (int head, int row) = _blocks.PlaceOf(block);
        (int from, int to) = RangeOf(row, split);
        double rows = _blocks.RowsOf(row);
        if (step == Steps(tile))
        {
            // Parts of a split go to the merge in FP32, and stay in the cache until then.
            long written = Whole(rows * _attention.ValueDim * (_splits > 1 ? sizeof(float) : _attention.Format.OutputBytes));
            return new TileStep(0, 1) { Own = written, OwnMissing = _splits > 1 ? 0 : written };
        }

        int part = (from / _perPart) + step;
        int first = Math.Max(from, part * _perPart);
        int last = Math.Min(to, (part + 1) * _perPart);
        int steps = Math.Max(0, last - first);
        long keys = Math.Max(0, Math.Min(_attention.Keys, (long)last * _kernel.Keys) - ((long)first * _kernel.Keys));
        long bytes = Whole(keys * _attention.TokenBytes);
        long queries = step == 0 ? Whole(rows * _attention.HeadDim * _attention.Format.Bytes) : 0;
        return new TileStep((long)(steps * _stepTicks), Math.Max(1, steps))
        {
            First = _shared ? new Panel((head / _blocks.HeadsPerKeys * _parts) + part, bytes) : default,
            Own = queries + (_shared ? 0 : bytes),
            OwnMissing = (split == 0 ? queries : 0) + (_shared ? 0 : bytes),
            Wait = (long)(steps * _waitTicks),
        };
    }

    // All blocks cut the keys at the same places, so that they share the parts.
    private static (int PerPart, int Parts) PartsOf(Attention attention, AttentionKernel kernel, int splits)
    {
        int steps = (attention.Keys + kernel.Keys - 1) / kernel.Keys;
        int perPart = Math.Max(1, steps / (splits * MostParts));
        return (perPart, (steps + perPart - 1) / perPart);
    }

    private (int From, int To) RangeOf(int block, int split)
    {
        (int from, int to) = _blocks.StepsOf(block);
        return _splits == 1 ? (from, to) : (Math.Min(to, from + (split * _perSplit)), Math.Min(to, from + ((split + 1) * _perSplit)));
    }

    private static long Whole(double bytes) => (long)Math.Ceiling(bytes);
}

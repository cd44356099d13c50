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
    private readonly int _perPart;
    private readonly int _parts;
    private readonly double _stepTicks;
    private readonly double _waitTicks;
    private readonly bool _shared;

    private AttentionTiles(Attention attention, AttentionKernel kernel, QueryBlocks blocks, int splits, double step, double wait)
    {
        (_attention, _kernel, _blocks, _splits) = (attention, kernel, blocks, splits);
        (_stepTicks, _waitTicks) = (step / Ticks.Seconds, wait / Ticks.Seconds);
        (_perPart, _parts) = PartsOf(attention, kernel, splits);
        _shared = blocks.HeadsPerKeys > 1 || blocks.PerHead > 1;
    }

    /// <summary>The kernel on a machine, with its keys split into so many parts.</summary>
    public static AttentionTiles Of(Attention attention, int splits, Machine machine)
    {
        AttentionKernel kernel = AttentionKernel.Of(attention, machine);
        QueryBlocks blocks = new(attention, kernel, machine.L2Size);
        AttentionBlocks counted = AttentionBlocks.Of(attention, kernel);
        double tiles = counted.Units * splits;
        double append = attention.Appends ? AttentionCost.AppendSeconds(attention, kernel, machine) * counted.NewSteps : 0;
        double powerLimited = AttentionCost.PowerSeconds(attention, machine) * Math.Min(machine.Sms, tiles) / (counted.Units * counted.Mean);
        double step = Math.Max(AttentionCost.StepSeconds(attention, kernel, machine) + append, powerLimited);
        double wait = kernel.Overlaps ? 0 : machine.Constants.Memory.L2Latency;
        double setup = machine.BlockSeconds - machine.Constants.Memory.Latency - machine.Constants.Memory.L2Latency;
        double launch = (1 + kernel.Copies) * machine.Constants.Memory.KernelSeconds;
        int simulated = TileBudget.Simulated(tiles, blocks.Period * splits);
        int parts = PartsOf(attention, kernel, splits).Parts;
        return new AttentionTiles(attention, kernel, blocks, splits, step, wait)
        {
            Chip = ChipRates.Of(machine),
            Tiles = simulated,
            AllTiles = tiles,
            Slots = kernel.PerSm,
            Panels = ((blocks.PlaceOf((simulated - 1) / splits).Head / blocks.HeadsPerKeys) + 1) * parts,
            Launch = Ticks.Of(launch + (kernel.MergesInside ? AttentionCost.MergeSeconds(kernel, splits, machine) : 0)),
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
        int steps = to - from;
        return (from + (int)((long)steps * split / _splits), from + (int)((long)steps * (split + 1) / _splits));
    }

    private static long Whole(double bytes) => (long)Math.Ceiling(bytes);
}

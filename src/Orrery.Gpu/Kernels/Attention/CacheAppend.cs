using Orrery.Gpu.Programs;
using static Orrery.Gpu.Kernels.Attention.FlashRegisters;

namespace Orrery.Gpu.Kernels.Attention;

/// <summary>
/// New keys and values put into the cache by the attention kernel itself: every block of queries writes those that it passes, before it
/// multiplies anything, and so do the heads that share them. Source and target are plain pointers to the compiler, so that a lane's next
/// load waits until its last one has been stored.
/// </summary>
internal static class CacheAppend
{
    /// <summary>Writes the copies of all steps of a block that hold new tokens.</summary>
    public static void Write(ProgramBuilder program, FlashShape shape, FlashTile tile, BlockTrips steps)
    {
        // New tokens share the steps that they lie in: 96 tokens on two tiles of 128 are 48 rows in each.
        int fresh = Fresh(shape, tile);
        int rows = (shape.Queries + fresh - 1) / fresh;
        var places = new FlashPlaces(shape, tile, steps.IsFixed || steps.Least > 0 ? 0 : 1);
        _ = program.Loop(Trips(shape, tile, steps), body =>
        {
            Copy(body, places, shape.KeyStart, shape.KeyRow, shape.FreshStart, rows);
            if (!shape.Latent) Copy(body, places, shape.ValueStart, shape.ValueRow, shape.FreshStart, rows);
            _ = body.Math(Operation.Int, Address, Address).Branch();
        }, isSteady: true);
        _ = program.Barrier();
    }

    // Steps from the end of the cached tokens to the end of the block's own.
    private static BlockTrips Trips(FlashShape shape, FlashTile tile, BlockTrips steps)
    {
        int cached = (shape.Keys - shape.Queries) / tile.Keys;
        int fresh = Fresh(shape, tile);
        if (shape.Splits == 1) return steps with { AtOrigin = steps.AtOrigin - cached, Least = 0, Most = fresh };
        int perSplit = Math.Min(shape.StepsOfSplit, fresh + cached);
        int last = (fresh + cached - 1) / perSplit;
        return steps with { AtOrigin = steps.AtOrigin - cached - last * perSplit, PerY = perSplit, Least = 0, Most = Math.Min(fresh, perSplit) };
    }

    // Tiles of keys that new tokens touch.
    private static int Fresh(FlashShape shape, FlashTile tile) =>
        (shape.Keys + tile.Keys - 1) / tile.Keys - (shape.Keys - shape.Queries) / tile.Keys;

    private static void Copy(ProgramBuilder program, FlashPlaces places, long target, int row, long source, int rows)
    {
        AddressPattern[] to = [.. places.Fresh(target, row, rows)];
        AddressPattern[] from = [.. places.Fresh(source, row, rows)];
        for (int at = 0; at < to.Length; at++)
        {
            _ = program.Memory(Operation.LoadGlobal, from[at], writes: Passing, reads: Address)
                .Memory(Operation.StoreGlobal, to[at], writes: 0, reads: Passing | Address);
        }
    }
}

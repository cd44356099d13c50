using Orrery.Gpu.Programs;
using static Orrery.Gpu.Kernels.Attention.FlashRegisters;

namespace Orrery.Gpu.Kernels.Attention;

/// <summary>
/// softmax(Q K') V in one kernel as FlashAttention-2 computes it (Dao 2023, arXiv 2307.08691): the warps of a block share the rows of a
/// block of queries; values travel while scores are multiplied, the next keys while softmax and the second product run. Keys are
/// walked from the first to the last, where the library goes the other way; parts of a tile that no row sees are computed as the rest.
/// </summary>
public static class FlashForward
{
    // Four warps with all registers that a thread can have: so the library's kernels are compiled for heads of 64 and more.
    private const int Registers = 255;

    // Offsets of 64 bits for four arrays, predicates, divisions by the heads that share keys and by the length of a page, swizzled places
    // (an estimate: no count of the library's code).
    private const int Indices = 100;

    /// <summary>The kernel of a call.</summary>
    public static Kernel Create(FlashShape shape, FlashTile tile)
    {
        BlockTrips steps = tile.Steps(shape);
        bool mayBeEmpty = !steps.IsFixed && steps.Least == 0;
        var program = new ProgramBuilder();
        var places = new FlashPlaces(shape, tile, mayBeEmpty ? 1 : 0);
        Begin(program, shape, Indices);
        if (mayBeEmpty) _ = program.Loop(steps with { Most = 1 }, body => Block(body, shape, tile, places, steps));
        else Block(program, shape, tile, places, steps);

        int blocksX = (shape.Queries + tile.Rows - 1) / tile.Rows;
        bool isSplit = shape.Splits > 1;
        int shared = tile.Rows * shape.QueryRow + tile.Keys * (shape.KeyRow + (shape.Latent ? 0 : shape.ValueRow));
        return new Kernel(Name(shape), blocksX, isSplit ? shape.Splits : shape.Batch, [new WarpRole(tile.Warps, program.Build())], Registers, shared)
        {
            BlocksZ = isSplit ? shape.Batch * shape.Heads : shape.Heads,
            Period = steps.IsFixed ? 1 : blocksX * (isSplit ? shape.Splits : 1),
        };
    }

    internal static string Name(FlashShape shape) =>
        $"flash attention {shape.Batch} x {shape.Heads} x {shape.HeadDim}, {shape.Queries} on {shape.Keys} {shape.Format}";

    /// <summary>Where the block is, whose lengths it needs, and what does not change from step to step.</summary>
    /// <param name="program">Takes the instructions.</param>
    /// <param name="shape">The call.</param>
    /// <param name="indices">Instructions on addresses, each of which waits for the one before.</param>
    internal static void Begin(ProgramBuilder program, FlashShape shape, int indices)
    {
        if (shape.Page > 0) _ = program.Memory(Operation.LoadGlobal, new FlashPlaces(shape, new FlashTile(64, 64), 0).Length, writes: Page);
        for (int at = 0; at < indices; at++) _ = program.Math(Operation.Int, Address, Address | Page);
    }

    private static void Block(ProgramBuilder program, FlashShape shape, FlashTile tile, FlashPlaces places, BlockTrips steps)
    {
        var transfer = new TileTransfer(program, tile.IsAsynchronous);
        _ = program.Math(Operation.Int, Address, Address);
        if (shape.Appends) CacheAppend.Write(program, shape, tile, steps);
        transfer.Issue(places.Queries);
        if (!tile.IsAsynchronous) transfer.Arrive();
        Find(program, shape, places, 0);
        transfer.Issue(places.Keys(0));
        _ = program.Loop(steps.Plus(-1), body => Step(body, shape, tile, places, null), isSteady: true);
        Step(program, shape, tile, places, steps);
        if (shape.Causal) _ = program.Loop((tile.Rows + tile.Keys - 1) / tile.Keys, body => OnlineSoftmax.Mask(body, tile.RowTiles, tile.Keys));
        End(program, shape, tile, shape.ValueDim, places.Output);
    }

    // The last step asks for no further keys. It is the one that scales no earlier output: there is one such step in a block, the first.
    private static void Step(ProgramBuilder program, FlashShape shape, FlashTile tile, FlashPlaces places, BlockTrips? last)
    {
        bool isLast = last is not null;
        var transfer = new TileTransfer(program, tile.IsAsynchronous, places.Keys(0).Count());
        transfer.Arrive();
        if (!shape.Latent)
        {
            Find(program, shape, places, 0);
            transfer.Issue(last is { } steps ? places.LastValues(steps) : places.Values(0));
        }
        FlashProducts.Multiply(program, tile, shape.Format, tile.Keys, shape.HeadDim, Scores);
        if (!shape.Latent) transfer.Arrive();
        if (!isLast)
        {
            Find(program, shape, places, 1);
            transfer.Issue(places.Keys(1));
        }
        OnlineSoftmax.Step(program, tile.RowTiles, tile.Keys, isLast ? 0 : shape.ValueDim);
        FlashProducts.Multiply(program, tile, shape.Format, shape.ValueDim, tile.Keys, FlashRegisters.Output, Scores);
        if (isLast) return;
        _ = program.Math(Operation.Int, Address, Address).Math(Operation.Int, Address, Address).Branch();
    }

    /// <summary>Where a tile lies: in pages after a look into the table, whose entry gives the address.</summary>
    internal static void Find(ProgramBuilder program, FlashShape shape, FlashPlaces places, int ahead)
    {
        const int plain = 2;
        const int throughTable = 8;
        if (shape.Page > 0) _ = program.Memory(Operation.LoadGlobal, places.Table(ahead), writes: Page, reads: Address);
        for (int at = 0; at < (shape.Page > 0 ? throughTable : plain); at++) _ = program.Math(Operation.Int, Address, Address | Page);
    }

    /// <summary>The output is brought to its format, goes through shared memory where it is narrow, and leaves 16 bytes a lane.</summary>
    /// <param name="program">Takes the instructions.</param>
    /// <param name="shape">The call.</param>
    /// <param name="tile">The tiles.</param>
    /// <param name="columns">Columns of the output that a warp holds.</param>
    /// <param name="output">What each warp stores.</param>
    /// <param name="warps">Warps that meet before they store; 0 for all of the block.</param>
    internal static void End(ProgramBuilder program, FlashShape shape, FlashTile tile, int columns, IEnumerable<AddressPattern> output, int warps = 0)
    {
        OnlineSoftmax.End(program, tile.RowTiles, columns);
        bool isNarrow = shape.Splits == 1;
        for (int at = 0; isNarrow && at < tile.RowTiles * columns / 8; at++)
        {
            ulong sum = Of(FlashRegisters.Output, at);
            _ = program.Math(Operation.Int, 0, sum).Math(Operation.Int, sum, sum)
                .Memory(Operation.StoreShared, AddressPattern.Coalesced(0, 4), reads: sum)
                .Memory(Operation.StoreShared, AddressPattern.Coalesced(0, 4), reads: sum);
        }
        if (isNarrow) _ = program.Barrier(warps > 0 ? 1 : 0, warps);
        foreach (AddressPattern store in output)
        {
            if (isNarrow) _ = program.Memory(Operation.LoadShared, AddressPattern.Coalesced(0, 16), writes: Passing);
            _ = program.Memory(Operation.StoreGlobal, store, reads: Passing | Of(FlashRegisters.Output, 15));
        }
    }
}

using Orrery.Gpu.Kernels.Rows;
using Orrery.Gpu.Programs;
using static Orrery.Gpu.Kernels.Attention.FlashRegisters;

namespace Orrery.Gpu.Kernels.Attention;

/// <summary>
/// Gradients of attention as FlashAttention-2 computes them (Dao 2023, arXiv 2307.08691, algorithm 2): a block keeps a block of keys and
/// values, with the gradients of both in registers, and walks over the queries. A step has five products: scores again, the gradient
/// of the probabilities, those of values and keys, and that of the queries, which is added to memory. Eight warps, four along the rows and
/// two along the columns of each product.
/// </summary>
public static class FlashBackward
{
    private const int Down = 4;
    private const int Across = 2;
    private const int Warps = Down * Across;
    private const int Registers = 255;
    private const int Elements = 4;

    /// <summary>The three kernels: sums of output times its gradient, all gradients, and that of the queries brought to its format.</summary>
    /// <param name="shape">The call; its addresses serve the arrays of the same shape.</param>
    /// <param name="tile">Queries of a step and keys of a block: 64 and 128 up to 128 elements a head.</param>
    public static IReadOnlyList<Kernel> Create(FlashShape shape, FlashTile tile)
    {
        long rows = (long)shape.Batch * shape.Heads * shape.Queries;
        long gradient = shape.OutputStart + rows * shape.OutputRow;
        long sums = gradient + rows * shape.HeadDim * 4;
        var half = new RowArray(shape.QueryStart, shape.Bytes, shape.QueryRow);
        RowArray output = half with { Start = shape.OutputStart };
        Kernel before = RowKernel.Create("sums of output and gradient", checked((int)rows), shape.ValueDim, new RowBlock(128, 4) { RowsAtOnce = 4 },
            new RowPass([half, output], [], new Work(1, 1, 0)) { Reductions = 1 });
        Kernel behind = FlatKernel.Create("gradient of queries", rows * shape.HeadDim, [new RowArray(gradient, 4, 0)], [half], new Work(1, 1, 0));
        return [before, Main(shape, tile, gradient, sums), behind];
    }

    private static Kernel Main(FlashShape shape, FlashTile tile, long gradient, long sums)
    {
        var program = new ProgramBuilder();
        var transfer = new TileTransfer(program, true);
        for (int at = 0; at < 24; at++) _ = program.Math(Operation.Int, Address, Address);
        transfer.Issue(OfKeys(shape, tile, shape.KeyStart, shape.KeyRow));
        transfer.Issue(OfKeys(shape, tile, shape.ValueStart, shape.ValueRow));
        transfer.Issue(OfQueries(shape, tile, shape.QueryStart, shape.QueryRow));
        int steps = (shape.Queries + tile.Rows - 1) / tile.Rows;
        var trips = new BlockTrips(steps, shape.Causal ? -(double)tile.Keys / tile.Rows : 0, 0, 1, steps);
        _ = program.Loop(trips, body => Step(body, shape, tile, gradient, sums), isSteady: true);
        foreach (long start in new[] { shape.KeyStart, shape.ValueStart }) Leave(program, shape, tile, start);

        int blocks = (shape.Keys + tile.Keys - 1) / tile.Keys;
        // Keys, values, two buffers of queries, one of the output's gradient, probabilities and their gradient.
        int shared = 2 * tile.Keys * shape.KeyRow + 3 * tile.Rows * shape.QueryRow + tile.Rows * tile.Keys * shape.Bytes;
        return new Kernel($"flash attention backward {shape.Batch} x {shape.Heads} x {shape.HeadDim}, {shape.Queries} on {shape.Keys} {shape.Format}",
            blocks, shape.Batch, [new WarpRole(Warps, program.Build())], Registers, shared)
        {
            BlocksZ = shape.Heads,
            Period = shape.Causal ? blocks : 1,
        };
    }

    private static void Step(ProgramBuilder program, FlashShape shape, FlashTile tile, long gradient, long sums)
    {
        var transfer = new TileTransfer(program, true);
        FlashTile rows = tile with { Warps = Down };
        FlashTile keys = tile with { Rows = tile.Keys, Warps = Down };
        int tiles = rows.RowTiles * tile.Keys / Across / 8;
        transfer.Arrive();
        transfer.Issue(OfQueries(shape, tile, shape.OutputStart, shape.QueryRow));
        _ = program.Memory(Operation.LoadGlobal, Statistic(shape, tile, sums), writes: Row(0));
        FlashProducts.Multiply(program, rows, shape.Format, tile.Keys / Across, shape.HeadDim, Scores);
        for (int at = 0; at < tiles; at++) Four(program, Operation.Fp32, Of(Scores, at), Row(0));
        for (int at = 0; at < tiles; at++) Four(program, Operation.Special, Of(Scores, at), 0);
        transfer.Arrive();
        FlashProducts.Multiply(program, rows, shape.Format, tile.Keys / Across, shape.ValueDim, FlashRegisters.Output);
        for (int at = 0; at < tiles; at++)
        {
            Four(program, Operation.Fp32, Of(FlashRegisters.Output, at), Row(0));
            Four(program, Operation.Fp32, Of(FlashRegisters.Output, at), Of(Scores, at));
        }
        Share(program, tiles, Scores);
        Share(program, tiles, FlashRegisters.Output);
        transfer.Issue(OfQueries(shape, tile, shape.QueryStart, shape.QueryRow, ahead: 1));
        _ = program.Barrier();
        FlashProducts.Multiply(program, keys, shape.Format, shape.ValueDim / Across, tile.Rows, FlashRegisters.Output);
        FlashProducts.Multiply(program, rows, shape.Format, shape.HeadDim / Across, tile.Keys, Scores);
        AddToQueries(program, shape, tile, gradient);
        FlashProducts.Multiply(program, keys, shape.Format, shape.HeadDim / Across, tile.Rows, FlashRegisters.Output);
        _ = program.Math(Operation.Int, Address, Address).Math(Operation.Int, Address, Address).Branch();
    }

    // Converted, and stored where the other warps find them as factors.
    private static void Share(ProgramBuilder program, int tiles, int set)
    {
        for (int at = 0; at < tiles; at++)
        {
            _ = program.Math(Operation.Int, 0, Of(set, at)).Math(Operation.Int, Of(set, at), Of(set, at))
                .Memory(Operation.StoreShared, AddressPattern.Coalesced(0, 4), reads: Of(set, at))
                .Memory(Operation.StoreShared, AddressPattern.Coalesced(0, 4), reads: Of(set, at));
        }
    }

    // One atomic addition of 32 lanes for each register of the gradient.
    private static void AddToQueries(ProgramBuilder program, FlashShape shape, FlashTile tile, long gradient)
    {
        int row = shape.HeadDim * 4;
        int all = tile.Rows * row / (Warps * 128);
        AddressPattern first = Along(AddressPattern.Coalesced(gradient, 4), shape, tile, row) with { StrideWarp = (long)all * 128 };
        for (int at = 0; at < all; at++)
        {
            _ = program.Memory(Operation.StoreGlobal, first with { Base = gradient + at * 128 }, reads: Of(Scores, at / Elements));
        }
    }

    private static void Leave(ProgramBuilder program, FlashShape shape, FlashTile tile, long start)
    {
        foreach (AddressPattern store in OfKeys(shape, tile, start, shape.KeyRow))
        {
            _ = program.Math(Operation.Int, 0, Of(FlashRegisters.Output, 0)).Memory(Operation.StoreShared, AddressPattern.Coalesced(0, 16))
                .Memory(Operation.LoadShared, AddressPattern.Coalesced(0, 16), writes: Passing).Memory(Operation.StoreGlobal, store, reads: Passing);
        }
    }

    private static void Four(ProgramBuilder program, Operation operation, ulong group, ulong factor)
    {
        for (int element = 0; element < Elements; element++) _ = program.Math(operation, element == Elements - 1 ? group : 0, group | factor);
    }

    private static AddressPattern Statistic(FlashShape shape, FlashTile tile, long sums) =>
        Along(new AddressPattern { Base = sums, Rows = 1, RowBytes = 64, LaneBytes = 4 }, shape, tile, 4);

    private static IEnumerable<AddressPattern> OfKeys(FlashShape shape, FlashTile tile, long start, int row) =>
        new TileCopy(start, tile.Keys, row, row, Warps).Patterns.Select(pattern => pattern with
        {
            StrideX = (long)tile.Keys * row,
            StrideY = (long)shape.Heads / shape.SharedHeads * shape.Keys * row,
            StrideZ = (long)shape.Keys * row,
            SharedZ = shape.SharedHeads,
        });

    private static IEnumerable<AddressPattern> OfQueries(FlashShape shape, FlashTile tile, long start, int row, int ahead = 0) =>
        new TileCopy(start + (long)ahead * tile.Rows * row, tile.Rows, row, row, Warps).Patterns.Select(pattern => Along(pattern, shape, tile, row));

    // A causal block begins with the first queries that see its keys.
    private static AddressPattern Along(AddressPattern pattern, FlashShape shape, FlashTile tile, int row) => pattern with
    {
        StrideLoop0 = (long)tile.Rows * row,
        StrideX = shape.Causal ? (long)tile.Keys * row : 0,
        StrideY = (long)shape.Heads * shape.Queries * row,
        StrideZ = (long)shape.Queries * row,
    };
}

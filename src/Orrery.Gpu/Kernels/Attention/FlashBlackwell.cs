using Orrery.Gpu.Programs;

namespace Orrery.Gpu.Kernels.Attention;

/// <summary>
/// softmax(Q K') V on tensor units with memory of their own (<c>tcgen05</c>), as CUTLASS's Blackwell example and FlashAttention-4 cut it:
/// one warp asks for boxes, one starts the products, and a group of four warps for each 128 rows takes scores from tensor memory, one row a
/// lane, and puts probabilities there. While one group computes, the other's products run. Few queries become the columns instead, and keys
/// and elements of values the rows. Tensor memory's own bandwidth is not modelled, nor the group that scales the output, which is
/// left out where the maximum hardly moves.
/// </summary>
public static class FlashBlackwell
{
    private const int GroupRows = 128;
    private const int WarpsOfGroup = 4;
    private const int Registers = 168;

    /// <summary>The kernel of a call.</summary>
    /// <param name="shape">The call, one that <see cref="FlashRing.Serves"/>.</param>
    /// <param name="tile">Its tiles: up to 64 rows for few queries, else 128 or 256.</param>
    /// <param name="sharedBytes">Shared memory that a block may take: it becomes stages.</param>
    public static Kernel Create(FlashShape shape, FlashTile tile, int sharedBytes)
    {
        int groups = Math.Max(1, tile.Rows / GroupRows);
        tile = tile with { Warps = groups * WarpsOfGroup };
        var grid = new FlashGrid(shape, tile);
        int room = sharedBytes - tile.Rows * shape.QueryRow;
        int tiles = Math.Clamp(2 * room / (tile.Keys * (shape.KeyRow + shape.ValueRow)), 2, 8);
        var ring = new FlashRing(shape, grid.Places, grid.Order, (tiles + 1) / 2, tiles / 2);
        PhaseRing Scores(int group) => new(ring.Next + group);
        PhaseRing Chances(int group) => new(ring.Next + groups + group);
        var done = new PhaseRing(ring.Next + 2 * groups);
        WarpRole[] roles =
        [
            grid.Role(1, program => ring.Fetch(program, grid.Trips)),
            grid.Role(1, program => Multiply(program, new Products(shape, tile, groups), grid, ring, Scores, Chances, done)),
            .. Enumerable.Range(0, groups).Select(group =>
                grid.Role(WarpsOfGroup, program => Weigh(program, shape, tile, groups, grid, Scores(group), Chances(group), done))),
        ];
        return grid.Kernel(roles, Registers, Math.Max(sharedBytes, ring.SharedBytes),
        [
            .. ring.Mbarriers(1), .. Enumerable.Repeat(new Mbarrier(1), groups), .. Enumerable.Repeat(new Mbarrier(WarpsOfGroup), groups), new Mbarrier(1),
        ]);
    }

    private static void Multiply(ProgramBuilder program, Products products, FlashGrid grid, FlashRing ring,
        Func<int, PhaseRing> scores, Func<int, PhaseRing> chances, PhaseRing done)
    {
        _ = program.WaitPhase(ring.Queries).WaitPhase(ring.FullKeys);
        for (int group = 0; group < products.Groups; group++)
        {
            products.Scores(program);
            _ = program.SignalTensor(scores(group));
        }
        _ = program.SignalTensor(ring.EmptyKeys);
        _ = program.Loop(grid.Trips.Plus(-1), body =>
        {
            _ = body.WaitPhase(ring.FullKeys).WaitPhase(ring.FullValues);
            for (int group = 0; group < products.Groups; group++)
            {
                // Probabilities lie where the scores were, so that their product goes first.
                _ = body.WaitPhase(chances(group));
                products.Outputs(body);
                products.Scores(body);
                _ = body.SignalTensor(scores(group));
            }
            _ = body.SignalTensor(ring.EmptyKeys).SignalTensor(ring.EmptyValues).Branch();
        }, isSteady: true);
        _ = program.WaitPhase(ring.FullValues);
        for (int group = 0; group < products.Groups; group++)
        {
            _ = program.WaitPhase(chances(group));
            products.Outputs(program);
        }
        _ = program.SignalTensor(done);
    }

    private static void Weigh(ProgramBuilder program, FlashShape shape, FlashTile tile, int groups, FlashGrid grid, PhaseRing scores, PhaseRing chances, PhaseRing done)
    {
        // Scores of a warp in tiles of 128, as many as a matrix instruction of 16 x 8 has.
        int rows = tile.Rows / groups;
        int columns = Math.Max(8, rows * tile.Keys / WarpsOfGroup / 16);
        Weigh(program);
        _ = program.Loop(grid.Trips.Plus(-1), body =>
        {
            Weigh(body);
            _ = body.Branch();
        }, isSteady: true);
        // Each group has a diagonal of its own.
        if (shape.Causal) _ = program.Loop((rows + tile.Keys - 1) / tile.Keys, body => OnlineSoftmax.Mask(body, 1, columns));
        _ = program.WaitPhase(done);
        int outputs = Math.Max(8, rows * shape.ValueDim / WarpsOfGroup / 16);
        FlashForward.End(program, shape, tile with { Rows = 16, Warps = 1 }, outputs, grid.Places.Output.Select(grid.Order.Turn), groups * WarpsOfGroup);
        if (shape.Splits > 1) Merge(program, shape, grid, groups * WarpsOfGroup);

        void Weigh(ProgramBuilder body)
        {
            _ = body.WaitPhase(scores);
            OnlineSoftmax.Step(body, 1, columns, 0, pairs: 2, tile.Rows < GroupRows ? 4 : 1);
            _ = body.Arrive(chances);
        }
    }

    // A counter tells when all parts are there; then each block sums its share of the rows, as many bytes as it stored.
    private static void Merge(ProgramBuilder program, FlashShape shape, FlashGrid grid, int warps)
    {
        var counter = new AddressPattern { Base = shape.TableStart, Rows = 1, RowBytes = 4, LaneBytes = 4 };
        _ = program.Barrier(1, warps).Memory(Operation.LoadGlobal, counter, writes: FlashRegisters.Page).Math(Operation.Int, 0, FlashRegisters.Page);
        foreach (AddressPattern part in grid.Places.Output) _ = program.Memory(Operation.LoadGlobal, part, writes: FlashRegisters.Passing);
        _ = program.Math(Operation.Fp32, FlashRegisters.Passing, FlashRegisters.Passing);
    }

    private readonly record struct Products(FlashShape Shape, FlashTile Tile, int Groups)
    {
        private const int Widest = 256;

        private int Depth => ProgramBuilder.TensorDepthBytes / Shape.Bytes;

        // Few queries are the columns, and keys the rows.
        private bool IsSwapped => Tile.Rows < GroupRows;

        public void Scores(ProgramBuilder program) => Multiply(program, Tile.Keys, Shape.HeadDim, isLeftInTensorMemory: false);

        public void Outputs(ProgramBuilder program) => Multiply(program, Shape.ValueDim, Tile.Keys, isLeftInTensorMemory: !IsSwapped);

        private void Multiply(ProgramBuilder program, int width, int depth, bool isLeftInTensorMemory)
        {
            int rows = IsSwapped && width <= 64 ? 64 : GroupRows;
            int columns = IsSwapped ? Tile.Rows : Math.Min(Widest, width);
            int times = IsSwapped ? (width + rows - 1) / rows : (width + Widest - 1) / Widest;
            for (int step = 0; step < (depth + Depth - 1) / Depth; step++)
            {
                for (int at = 0; at < times; at++) _ = program.TensorBlock(rows, (columns + 7) / 8 * 8, Shape.Format, isLeftInTensorMemory);
            }
            _ = program.CommitTensor();
        }
    }
}

using Orrery.Gpu.Programs;
using static Orrery.Gpu.Kernels.Attention.FlashRegisters;

namespace Orrery.Gpu.Kernels.Attention;

/// <summary>
/// softmax(Q K') V as FlashAttention-3 computes it on Hopper (Shah et al. 2024, arXiv 2407.08608, algorithm 2): one warp asks for boxes of
/// queries, keys and values (TMA), groups of four warps with 64 rows each multiply out of shared memory (<c>wgmma</c>). The scores of a step
/// are asked for before the product of the last step's probabilities, which runs while softmax does; so do the products of the other group.
/// Blocks with the most keys go first. Unlike the library's, blocks are not persistent: a block's end does not overlap the next one's start.
/// </summary>
public static class FlashHopper
{
    /// <summary>Rows of queries of a group of four warps.</summary>
    public const int GroupRows = 64;

    private const int Stages = 2;
    private const int MostRegisters = 224;
    private const int RegistersOfSm = 65536;

    /// <summary>The kernel of a call.</summary>
    /// <param name="shape">The call, one that <see cref="FlashRing.Serves"/>.</param>
    /// <param name="tile">Its tiles: 16 rows a warp, 4 to 12 warps.</param>
    public static Kernel Create(FlashShape shape, FlashTile tile)
    {
        var grid = new FlashGrid(shape, tile);
        var ring = new FlashRing(shape, grid.Places, grid.Order, Stages, Stages);
        WarpRole[] roles =
        [
            grid.Role(1, program => ring.Fetch(program, grid.Trips)),
            grid.Role(tile.Warps, program => Consume(program, shape, tile, grid, ring)),
        ];
        int registers = Math.Min(MostRegisters, RegistersOfSm / (32 * (tile.Warps + 1)) / 8 * 8);
        return grid.Kernel(roles, registers, ring.SharedBytes, [.. ring.Mbarriers(tile.Warps)]);
    }

    private static void Consume(ProgramBuilder program, FlashShape shape, FlashTile tile, FlashGrid grid, FlashRing ring)
    {
        _ = program.WaitPhase(ring.Queries).WaitPhase(ring.FullKeys);
        Scores(program, shape, tile);
        _ = program.WaitTensor(0).Arrive(ring.EmptyKeys);
        OnlineSoftmax.Step(program, tile.RowTiles, tile.Keys, 0);
        _ = program.Loop(grid.Trips.Plus(-1), body => Step(body, shape, tile, ring), isSteady: true);
        _ = program.WaitPhase(ring.FullValues);
        Outputs(program, shape, tile);
        // The diagonal is masked where it is met; the instructions are the same wherever they stand.
        if (shape.Causal) _ = program.Loop((tile.Rows + tile.Keys - 1) / tile.Keys, body => OnlineSoftmax.Mask(body, tile.RowTiles, tile.Keys));
        _ = program.WaitTensor(0).Arrive(ring.EmptyValues);
        FlashForward.End(program, shape, tile, shape.ValueDim, grid.Places.Output.Select(grid.Order.Turn), tile.Warps);
    }

    private static void Step(ProgramBuilder program, FlashShape shape, FlashTile tile, FlashRing ring)
    {
        _ = program.WaitPhase(ring.FullKeys);
        Scores(program, shape, tile);
        _ = program.WaitPhase(ring.FullValues);
        Outputs(program, shape, tile);
        _ = program.WaitTensor(1).Arrive(ring.EmptyKeys);
        OnlineSoftmax.Step(program, tile.RowTiles, tile.Keys, 0);
        _ = program.WaitTensor(0).Arrive(ring.EmptyValues);
        OnlineSoftmax.Rescale(program, tile.RowTiles, shape.ValueDim);
        _ = program.Math(Operation.Int, Address, Address).Math(Operation.Int, Address, Address).Branch();
    }

    private static void Scores(ProgramBuilder program, FlashShape shape, FlashTile tile) =>
        Multiply(program, shape, tile.Keys, shape.HeadDim, isLeftInRegisters: false);

    private static void Outputs(ProgramBuilder program, FlashShape shape, FlashTile tile) =>
        Multiply(program, shape, shape.ValueDim, tile.Keys, isLeftInRegisters: true);

    private static void Multiply(ProgramBuilder program, FlashShape shape, int columns, int depth, bool isLeftInRegisters)
    {
        const int widest = 256;
        int perInstruction = ProgramBuilder.TensorDepthBytes / shape.Bytes;
        int across = (columns + widest - 1) / widest;
        int width = (columns / across + 7) / 8 * 8;
        for (int step = 0; step < (depth + perInstruction - 1) / perInstruction; step++)
        {
            ulong left = isLeftInRegisters ? Of(FlashRegisters.Scores, 2 * step) | Of(FlashRegisters.Scores, 2 * step + 1) : 0;
            for (int at = 0; at < across; at++) _ = program.TensorAsync(width, shape.Format, isLeftInRegisters, left);
        }
        _ = program.CommitTensor();
    }
}

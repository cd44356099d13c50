using Orrery.Gpu.Programs;

namespace Orrery.Gpu.Kernels.Gemm;

/// <summary>
/// A product whose blocks all have equally many stages, wherever tiles begin and end (stream-K: Osama, Merrill, Cecka, Garland and Owens, PPoPP
/// 2023, arXiv 2301.03598). The tiles of the last wave and of the one before are shared out so, the others go whole to blocks in turn
/// ("two-tile stream-K and data-parallel"). A block that ends a tile which another began leaves its sums in memory; the one that began it adds
/// them up. It came to its share of the tile last and they to theirs first, so that it need not wait for them, and here it does not.
/// </summary>
public static class StreamKGemm
{
    private const int LineBytes = 512;

    /// <summary>The kernel of a product.</summary>
    /// <param name="problem">The product, one whose sum is not split.</param>
    /// <param name="tile">Its tiles.</param>
    /// <param name="mma">The matrix instruction.</param>
    /// <param name="blocks">Blocks: as many as the machine holds at once.</param>
    /// <param name="partials">First byte of the room for partial sums, <see cref="PartialBytes"/> of them.</param>
    /// <exception cref="ArgumentException">The product is one of a batch, or there are no blocks.</exception>
    public static Kernel Create(GemmProblem problem, GemmTile tile, MmaShape mma, int blocks, long partials)
    {
        if (problem.Batch > 1 || problem.Splits > 1 || problem.Experts is not null) throw new ArgumentException("stream-K shares out one product", nameof(problem));
        if (blocks < 1) throw new ArgumentException($"{blocks} blocks share no work", nameof(blocks));
        var grid = new GemmGrid(problem, tile);
        var product = new WarpProduct(tile, problem.Numbers, mma);
        var shares = new StreamShares(grid.X * grid.Y, grid.Stages, blocks);
        WarpRole[][] roles = [.. Enumerable.Range(0, blocks).Select(block => (WarpRole[])[new WarpRole(tile.Warps, Program(block))])];
        return new Kernel($"{problem} stream-k", blocks, 1, roles[0], tile.Registers, tile.Stages * grid.StageBytes)
        {
            OwnRoles = roles,
            Arrays = problem.Arrays,
        };

        WarpProgram Program(int block)
        {
            ProgramBuilder program = GemmGrid.Begin();
            foreach (StreamShare share in shares.Of(block))
            {
                (int x, int y) = (share.Tile % grid.X, share.Tile / grid.X);
                AmpereGemm.Sum(program, product, stage => grid.Copies(share.First + stage).Select(copy => At(copy, x, y)), share.Stages, tile.Stages - 1);
                if (!share.BeginsTile)
                {
                    Move(program, tile, Operation.StoreGlobal, partials + block * TileBytes(tile));
                    _ = program.Barrier();
                    continue;
                }
                foreach (int helper in shares.HelpersOf(block, share)) Move(program, tile, Operation.LoadGlobal, partials + helper * TileBytes(tile));
                GemmOutput.Write(program, problem, tile, place: pattern => At(pattern, x, y));
            }
            return program.Build();
        }
    }

    /// <summary>Bytes of the room for partial sums: a tile in 32 bits for each block.</summary>
    public static long PartialBytes(GemmTile tile, int blocks) => blocks * TileBytes(tile);

    private static long TileBytes(GemmTile tile) => (long)tile.M * tile.N * sizeof(float);

    // The pattern of the tile at (0, 0) becomes that of another, whatever the block's own place is.
    private static AddressPattern At(AddressPattern pattern, int x, int y)
    {
        long way = x * pattern.StrideX + y * pattern.StrideY;
        return pattern with
        {
            Base = pattern.Base + way,
            Limit = pattern.Limit == 0 ? 0 : AddressPattern.LimitOf(pattern.Limit - way),
            StrideX = 0,
            StrideY = 0,
            StrideZ = 0,
        };
    }

    // The sums of a warp as its lanes hold them, 16 bytes each: nobody else reads them in another order.
    private static void Move(ProgramBuilder program, GemmTile tile, Operation operation, long start)
    {
        int bytes = tile.WarpM * tile.WarpN * sizeof(float);
        int lines = bytes / LineBytes;
        for (int line = 0; line < lines; line++)
        {
            AddressPattern place = AddressPattern.Coalesced(start + (long)line * LineBytes, 16) with { StrideWarp = bytes };
            ulong sum = WarpProduct.Sum(line, lines);
            ulong read = ProgramBuilder.Registers(GemmRegisters.Staged + line % GemmRegisters.StagedGroups);
            if (operation == Operation.StoreGlobal)
            {
                _ = program.Memory(operation, place, reads: sum);
                continue;
            }
            _ = program.Memory(operation, place, writes: read);
            for (int lane = 0; lane < 4; lane++) _ = program.Math(Operation.Fp32, sum, sum | read);
        }
    }
}

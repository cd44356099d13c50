using Orrery.Gpu.Programs;
using static Orrery.Gpu.Kernels.Attention.FlashRegisters;

namespace Orrery.Gpu.Kernels.Attention;

/// <summary>Matrix products of a warp with fragments from shared memory, brought one step of depth ahead.</summary>
internal static class FlashProducts
{
    private static readonly AddressPattern Matrix = AddressPattern.Coalesced(0, 16);

    /// <summary>A product: rows times columns of accumulators, over a depth.</summary>
    /// <param name="program">Takes the instructions.</param>
    /// <param name="tile">Rows of the warp and depth of an instruction.</param>
    /// <param name="format">Format of the factors.</param>
    /// <param name="columns">Columns of the result.</param>
    /// <param name="depth">Elements that are summed.</param>
    /// <param name="sums">Its accumulators.</param>
    /// <param name="left">Registers that hold the left factor; -1 where it lies in shared memory.</param>
    public static void Multiply(ProgramBuilder program, FlashTile tile, string format, int columns, int depth, int sums, int left = -1)
    {
        int steps = (depth + tile.Depth - 1) / tile.Depth;
        Load(program, tile, columns, 0, left);
        for (int step = 0; step < steps; step++)
        {
            if (step + 1 < steps) Load(program, tile, columns, step + 1, left);
            for (int row = 0; row < tile.RowTiles; row++)
            {
                ulong a = left < 0 ? A(step, row) : Of(left, row * steps * 2 + 2 * step) | Of(left, row * steps * 2 + 2 * step + 1);
                for (int column = 0; column < columns / 8; column++)
                {
                    ulong sum = Of(sums, row * (columns / 8) + column);
                    _ = program.Tensor(16, 8, tile.Depth, format, sum, sum | a | B(step, column / 2));
                }
            }
        }
    }

    // An ldmatrix.x4 brings 16 by 16 elements of 16 bits, or two depths of 8 for the shorter instruction at once; lanes are swizzled so
    // that no two meet in a bank.
    private static void Load(ProgramBuilder program, FlashTile tile, int columns, int step, int left)
    {
        AddressPattern matrix = tile.Depth < 16 ? AddressPattern.Coalesced(0, 8) : Matrix;
        if (left < 0)
        {
            for (int row = 0; row < tile.RowTiles; row++) _ = program.Memory(Operation.LoadShared, matrix, writes: A(step, row));
        }
        for (int pair = 0; pair < (columns + 15) / 16; pair++) _ = program.Memory(Operation.LoadShared, matrix, writes: B(step, pair));
    }
}

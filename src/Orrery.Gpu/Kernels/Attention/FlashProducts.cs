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
        int loads = (left < 0 ? tile.RowTiles : 0) + (columns + 15) / 16;
        int products = tile.RowTiles * (columns / 8);
        for (int load = 0; load < loads; load++) Load(program, tile, columns, 0, load);
        for (int step = 0; step < steps; step++)
        {
            // Compilers spread the loads of the next step over the products of this one, so that a full queue of loads holds none of them up.
            int next = step + 1 < steps ? 0 : loads;
            for (int product = 0; product < products; product++)
            {
                for (; next < loads && next * products <= product * loads; next++) Load(program, tile, columns, step + 1, next);
                (int row, int column) = (product / (columns / 8), product % (columns / 8));
                ulong a = left < 0 ? A(step, row) : Of(left, row * steps * 2 + 2 * step) | Of(left, row * steps * 2 + 2 * step + 1);
                ulong sum = Of(sums, product);
                _ = program.Tensor(16, 8, tile.Depth, format, sum, sum | a | B(step, column / 2));
            }
        }
    }

    // An ldmatrix.x4 brings 16 by 16 elements of 16 bits, or two depths of 8 for the shorter instruction at once; lanes are swizzled so
    // that no two meet in a bank. The right factor comes first, then the tiles of the left one, if they lie in shared memory.
    private static void Load(ProgramBuilder program, FlashTile tile, int columns, int step, int load)
    {
        AddressPattern matrix = tile.Depth < 16 ? AddressPattern.Coalesced(0, 8) : Matrix;
        int pairs = (columns + 15) / 16;
        _ = program.Memory(Operation.LoadShared, matrix, writes: load < pairs ? B(step, load) : A(step, load - pairs));
    }
}

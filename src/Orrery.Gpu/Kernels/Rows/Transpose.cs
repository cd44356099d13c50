using Orrery.Gpu.Programs;

namespace Orrery.Gpu.Kernels.Rows;

/// <summary>
/// The transpose of a matrix of 32-bit elements through tiles of 32 x 32 in shared memory: eight warps read four rows each, and write four
/// columns each as rows. Without a column of padding all lanes of a column lie in one bank.
/// </summary>
public static class Transpose
{
    private const int Side = 32;
    private const int Warps = 8;
    private const int ElementBytes = 4;

    /// <summary>The kernel; sizes are rounded up to whole tiles.</summary>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="isPadded">Whether rows of the tile are 33 elements apart.</param>
    /// <param name="from">Address of the matrix.</param>
    /// <param name="to">Address of the result.</param>
    public static Kernel Create(int rows, int columns, bool isPadded, long from, long to)
    {
        (int across, int down) = ((columns + Side - 1) / Side, (rows + Side - 1) / Side);
        int pitch = (isPadded ? Side + 1 : Side) * ElementBytes;
        var program = new ProgramBuilder();
        for (int row = 0; row < Side / Warps; row++)
        {
            _ = program.Memory(Operation.LoadGlobal, Row(from, row, across * Side, Side, (long)Side * across * Side), 1UL << row);
        }
        for (int row = 0; row < Side / Warps; row++) _ = program.Memory(Operation.StoreShared, AddressPattern.Coalesced(0, ElementBytes), reads: 1UL << row);
        _ = program.Barrier();
        for (int row = 0; row < Side / Warps; row++)
        {
            _ = program.Memory(Operation.LoadShared, AddressPattern.Strided(0, ElementBytes, pitch), 1UL << row)
                .Memory(Operation.StoreGlobal, Row(to, row, down * Side, (long)Side * down * Side, Side), reads: 1UL << row);
        }
        return new Kernel($"transpose {rows} x {columns}", across, down, [new WarpRole(Warps, program.Build())], 32, pitch * Side);
    }

    // A row of a tile; strides are in elements.
    private static AddressPattern Row(long start, int row, long pitch, long strideX, long strideY) => AddressPattern.Coalesced(0, ElementBytes) with
    {
        Base = start + (long)row * Warps * pitch * ElementBytes,
        StrideWarp = pitch * ElementBytes,
        StrideX = strideX * ElementBytes,
        StrideY = strideY * ElementBytes,
    };
}

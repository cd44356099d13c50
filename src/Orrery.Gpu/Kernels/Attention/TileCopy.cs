using Orrery.Gpu.Programs;

namespace Orrery.Gpu.Kernels.Attention;

/// <summary>
/// Rows of an array that the warps of a block bring to shared memory, 16 bytes a lane: eight lanes side by side where a row has 128
/// bytes, so that a warp takes four rows at once and the block's warps take turns.
/// </summary>
/// <param name="Start">First byte of the first row.</param>
/// <param name="Rows">Rows.</param>
/// <param name="RowBytes">Bytes of a row that are brought.</param>
/// <param name="Stride">Bytes from row to row.</param>
/// <param name="Warps">Warps that share the work.</param>
internal readonly record struct TileCopy(long Start, int Rows, int RowBytes, int Stride, int Warps)
{
    private const int WarpBytes = 512;

    /// <summary>What each warp issues, in order.</summary>
    public IEnumerable<AddressPattern> Patterns
    {
        get
        {
            int bytes = (RowBytes + 31) / 32 * 32;
            int column = bytes % 128 == 0 ? 128 : bytes % 64 == 0 ? 64 : 32;
            int rows = Math.Min(WarpBytes / column, (Rows + Warps - 1) / Warps);
            int turns = (Rows + rows * Warps - 1) / (rows * Warps);
            for (int turn = 0; turn < turns; turn++)
            {
                for (int at = 0; at < bytes; at += column)
                {
                    yield return new AddressPattern
                    {
                        Base = Start + (long)turn * rows * Warps * Stride + at,
                        StrideWarp = Rows >= rows * Warps ? (long)rows * Stride : 0,
                        Rows = rows,
                        RowBytes = column,
                        RowStride = rows == 1 ? 0 : Stride,
                        LaneBytes = 16,
                    };
                }
            }
        }
    }
}

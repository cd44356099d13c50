using Orrery.Gpu.Programs;

namespace Orrery.Gpu.Kernels.Gemm;

/// <summary>A block's share of an operand, stage by stage.</summary>
/// <param name="Start">First byte of the operand.</param>
/// <param name="Numbers">Its numbers.</param>
/// <param name="Rows">Rows of the operand: rows of A, columns of B.</param>
/// <param name="K">Elements of a sum.</param>
/// <param name="TileRows">Rows of the tile.</param>
/// <param name="TileK">Elements of the sum in a stage.</param>
/// <param name="IsAlongSum">Whether elements of a sum lie side by side; otherwise rows do.</param>
internal readonly record struct OperandTile(long Start, OperandNumbers Numbers, int Rows, int K, int TileRows, int TileK, bool IsAlongSum)
{
    private const int CopyBytes = 512;
    private const int LaneBytes = 16;

    /// <summary>Bytes from one line of memory to the next.</summary>
    public long LineStride => Numbers.Bytes(IsAlongSum ? K : Rows);

    /// <summary>Bytes from one stage to the next.</summary>
    public long StageStride => IsAlongSum ? Numbers.Bytes(TileK) : TileK * LineStride;

    /// <summary>Bytes from one block's tile to the next one's.</summary>
    public long BlockStride => IsAlongSum ? TileRows * LineStride : Numbers.Bytes(TileRows);

    /// <summary>Bytes of a stage in shared memory.</summary>
    public int StageBytes => (int)(Numbers.Bytes((long)TileRows * TileK) + Numbers.ScaleBytes((long)TileRows * TileK));

    /// <summary>Bytes of one operand of a batch.</summary>
    public long PlaneBytes => Numbers.Bytes((long)Rows * K) + Numbers.ScaleBytes((long)Rows * K);

    /// <summary>
    /// The accesses of each warp of a block that bring a stage: up to 512 bytes at once, 16 a lane. Lines beyond the matrix are not
    /// touched. The strides over blocks are left to the caller.
    /// </summary>
    /// <param name="warps">Warps that share the work.</param>
    /// <param name="stage">Which stage, from the first on.</param>
    public IEnumerable<AddressPattern> Copies(int warps, int stage)
    {
        int lines = IsAlongSum ? Math.Min(TileRows, Rows) : Math.Min(TileK, K);
        long lineBytes = Numbers.Bytes(IsAlongSum ? Math.Min(TileK, K) : Math.Min(TileRows, Rows));
        lineBytes = (lineBytes + LaneBytes - 1) / LaneBytes * LaneBytes;
        int piece = (int)Math.Min(CopyBytes, lineBytes);
        int linesOfWarp = (lines + warps - 1) / warps;
        int linesAtOnce = Math.Clamp(CopyBytes / piece, 1, Math.Min(linesOfWarp, AddressPattern.MostRows));
        long operand = (IsAlongSum ? Rows : K) * LineStride;
        for (int line = 0; line < linesOfWarp; line += linesAtOnce)
        {
            for (long at = 0; at < lineBytes; at += piece)
            {
                long way = line * LineStride + at + stage * StageStride;
                yield return new AddressPattern
                {
                    Base = Start + way,
                    Limit = Math.Max(1, operand - way),
                    StrideWarp = linesOfWarp * LineStride,
                    StrideLoop0 = StageStride,
                    Rows = Math.Min(linesAtOnce, linesOfWarp - line),
                    RowBytes = (int)Math.Min(piece, lineBytes - at),
                    RowStride = checked((int)LineStride),
                    LaneBytes = LaneBytes,
                };
            }
        }
        int scales = (int)Numbers.ScaleBytes((long)lines * Math.Min(TileK, K));
        int share = Math.Min(CopyBytes, ((scales + warps - 1) / warps + LaneBytes - 1) / LaneBytes * LaneBytes);
        if (share == 0) yield break;
        yield return new AddressPattern
        {
            Base = Start + Numbers.Bytes((long)Rows * K) + (long)stage * scales,
            StrideWarp = share,
            StrideLoop0 = scales,
            Rows = 1,
            RowBytes = share,
            RowStride = share,
            LaneBytes = LaneBytes,
        };
    }
}

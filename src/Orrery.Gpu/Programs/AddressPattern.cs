namespace Orrery.Gpu.Programs;

/// <summary>
/// Which bytes a warp touches, in closed form: rows of contiguous bytes at equal distances. The first byte lies at
/// <c>Base + x * StrideX + y * StrideY + (z / SharedZ) * StrideZ + warp * StrideWarp + (sum of loop counters * StrideLoop) mod Wrap</c>.
/// </summary>
public readonly record struct AddressPattern
{
    /// <summary>The most rows a warp touches: one a lane.</summary>
    public const int MostRows = 32;

    /// <summary>Address of the array, bytes.</summary>
    public long Base { get; init; }

    /// <summary>Bytes from one block to the next in x.</summary>
    public long StrideX { get; init; }

    /// <summary>Bytes from one block to the next in y.</summary>
    public long StrideY { get; init; }

    /// <summary>Bytes from one plane of blocks to the next, or from one group of <see cref="SharedZ"/> planes to the next.</summary>
    public long StrideZ { get; init; }

    /// <summary>Neighbouring planes that touch the same bytes, as query heads share a key head; 0 and 1 for none.</summary>
    public int SharedZ { get; init; }

    /// <summary>Bytes from one block's part of a copy that several blocks of a cluster share to the next one's.</summary>
    public long StrideShare { get; init; }

    /// <summary>Bytes from one warp of the role to the next; from one row of warps to the next where they lie side by side.</summary>
    public long StrideWarp { get; init; }

    /// <summary>Warps side by side: warp w is in column w mod this. 0 for none.</summary>
    public int WarpsAcross { get; init; }

    /// <summary>Bytes from one column of warps to the next.</summary>
    public long StrideAcross { get; init; }

    /// <summary>Bytes for one pass of the outermost loop.</summary>
    public long StrideLoop0 { get; init; }

    /// <summary>Bytes for one pass of the second loop.</summary>
    public long StrideLoop1 { get; init; }

    /// <summary>Bytes for one pass of the third loop.</summary>
    public long StrideLoop2 { get; init; }

    /// <summary>Bytes for one pass of the innermost of four loops.</summary>
    public long StrideLoop3 { get; init; }

    /// <summary>The way of the loops begins anew after so many bytes; 0 for never.</summary>
    public long Wrap { get; init; }

    /// <summary>The plane that the blocks of each z touch, as the table of a grouped product says; null where planes go up with z.</summary>
    public IReadOnlyList<int>? Planes { get; init; }

    /// <summary>
    /// Rows that begin so many bytes after <see cref="Base"/> of their plane, or later, are not touched, as predicates keep a tile within
    /// its matrix; 0 for no limit.
    /// </summary>
    public long Limit { get; init; }

    /// <summary>Whether blocks of each y have a plane of their own too, from whose base the limit counts.</summary>
    public bool HasPlaneInY { get; init; }

    /// <summary>Rows, 1 to 32.</summary>
    public int Rows { get; init; }

    /// <summary>Contiguous bytes in a row.</summary>
    public int RowBytes { get; init; }

    /// <summary>Bytes from the start of one row to the next.</summary>
    public int RowStride { get; init; }

    /// <summary>Where rows begin that lie at no equal distances, as of a gather; null where <see cref="RowStride"/> tells.</summary>
    public RowList? RowStarts { get; init; }

    /// <summary>Bytes that one lane touches at once: 4, 8 or 16. What shared-memory banks see depends on it.</summary>
    public int LaneBytes { get; init; }

    /// <summary>A limit after so many bytes, which may be before the base: then nothing is touched.</summary>
    public static long LimitOf(long bytes) => bytes > 0 ? bytes : -1;

    /// <summary>How many of the rows are touched when the first one begins so many bytes after the base of its plane.</summary>
    public int RowsFrom(long offset)
    {
        if (Limit == 0) return Rows;
        long within = RowStride == 0 ? (offset < Limit ? Rows : 0) : (Limit - offset + RowStride - 1) / RowStride;
        return (int)Math.Clamp(within, 0, Rows);
    }

    /// <summary>The plane that a block touches.</summary>
    public int PlaneOf(int z) => Planes is null ? z / Math.Max(1, SharedZ) : Planes[z];

    /// <summary>The first byte of a row, from the start of the access.</summary>
    public long RowStart(int row) => RowStarts is null ? (long)row * RowStride : RowStarts[row];

    /// <summary>All 32 lanes side by side.</summary>
    /// <param name="start">Address of the array.</param>
    /// <param name="laneBytes">Bytes of a lane.</param>
    public static AddressPattern Coalesced(long start, int laneBytes) =>
        new() { Base = start, Rows = 1, RowBytes = 32 * laneBytes, LaneBytes = laneBytes };

    /// <summary>Each lane a fixed distance from the last.</summary>
    public static AddressPattern Strided(long start, int laneBytes, int stride) =>
        new() { Base = start, Rows = MostRows, RowBytes = laneBytes, RowStride = stride, LaneBytes = laneBytes };

    /// <summary>
    /// Passes through the 32 banks of 4 bytes that a shared-memory access needs. Lanes of 8 bytes go in two turns, lanes of 16 in
    /// four; within a turn, distinct words of one bank go one after the other, and equal words are read once (CUDA C++
    /// Programming Guide, shared memory).
    /// </summary>
    public int Wavefronts()
    {
        int lanesInRow = RowBytes / LaneBytes;
        int lanes = lanesInRow * Rows;
        int lanesInTurn = 128 / LaneBytes;
        int passes = 0;
        Span<int> load = stackalloc int[32];
        for (int first = 0; first < lanes; first += lanesInTurn)
        {
            load.Clear();
            HashSet<long> words = [];
            for (int lane = first; lane < Math.Min(lanes, first + lanesInTurn); lane++)
            {
                long at = RowStart(lane / lanesInRow) + lane % lanesInRow * LaneBytes;
                for (int part = 0; part < LaneBytes; part += 4)
                {
                    long word = (at + part) / 4;
                    if (words.Add(word)) load[(int)(word & 31)]++;
                }
            }
            int most = 0;
            foreach (int count in load) most = Math.Max(most, count);
            passes += most;
        }
        return passes;
    }
}

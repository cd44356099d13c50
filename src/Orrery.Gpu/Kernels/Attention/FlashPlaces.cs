using Orrery.Gpu.Programs;

namespace Orrery.Gpu.Kernels.Attention;

/// <summary>
/// Which bytes the blocks of an attention kernel touch. Blocks of queries lie in x. Without splits sequences lie in y and heads in z, with
/// them parts of the keys in y and heads of all sequences in z, as FlashAttention-2 starts them.
/// </summary>
/// <param name="shape">The call.</param>
/// <param name="tile">The kernel's tiles.</param>
/// <param name="depth">Loops around the loop over keys.</param>
internal sealed class FlashPlaces(FlashShape shape, FlashTile tile, int depth)
{
    private const int BoxRows = 256;
    private const int BoxRowBytes = 512;

    private bool Slides => shape.Window > 0 && shape.Window < shape.Keys;

    // The first key that the first block sees.
    private long First => Slides ? Math.Max(0, shape.Keys - shape.Queries - shape.Window) : 0;

    private bool IsSplit => shape.Splits > 1;

    private int Rows => Math.Min(tile.Rows, shape.Queries);

    /// <summary>Queries of a block.</summary>
    public IEnumerable<AddressPattern> Queries =>
        new TileCopy(shape.QueryStart, Rows, shape.QueryRow, shape.QueryRow, tile.Warps).Patterns
            .Select(pattern => Within(OfRows(pattern, shape.QueryRow, 0), shape.QueryStart, shape.Queries, shape.QueryRow));

    /// <summary>Output of a block, for all its warps.</summary>
    public IEnumerable<AddressPattern> Output =>
        new TileCopy(shape.OutputStart, Rows, shape.OutputRow, shape.OutputRow, tile.Warps).Patterns
            .Select(pattern => OfRows(pattern, shape.OutputRow, (long)shape.Batch * shape.Heads * shape.Queries * shape.OutputRow))
            .Select(pattern => Within(pattern, shape.OutputStart, shape.Queries, shape.OutputRow));

    /// <summary>Keys of a step, so many steps after the one of the loop's counter.</summary>
    public IEnumerable<AddressPattern> Keys(int ahead) => OfKeys(shape.KeyStart, shape.KeyRow, shape.HeadDim * shape.CacheBytes, ahead, tile.Keys);

    /// <summary>Values of a step.</summary>
    public IEnumerable<AddressPattern> Values(int ahead) => OfKeys(shape.ValueStart, shape.ValueRow, shape.ValueDim * shape.CacheBytes, ahead, tile.Keys);

    /// <summary>Values of a block's last step, wherever its loop ends.</summary>
    public IEnumerable<AddressPattern> LastValues(BlockTrips steps)
    {
        double before = Math.Max(0, steps.IsFixed ? steps.AtOrigin - 1 : Math.Min(steps.AtOrigin, steps.Most) - 1);
        return Values(0).Select(pattern => pattern with
        {
            Base = pattern.Base + (long)before * tile.Keys * shape.ValueRow,
            StrideX = pattern.StrideX + (IsSplit ? 0 : (long)(steps.PerX * tile.Keys * shape.ValueRow)),
            // The last part may have fewer steps than the others: where they end is not told.
            Limit = IsSplit ? 0 : AddressPattern.LimitOf(pattern.Limit - (long)before * tile.Keys * shape.ValueRow),
        });
    }

    /// <summary>Queries of a block as boxes of a bulk copy.</summary>
    public IEnumerable<AddressPattern> QueryBoxes =>
        Boxes(shape.QueryStart, Rows, shape.QueryRow).Select(box => OfRows(box, shape.QueryRow, 0));

    /// <summary>Keys of a step as boxes, one for each page, so many steps after the one of the loop's counter.</summary>
    public IEnumerable<AddressPattern> KeyBoxes(int ahead) => OfKeyBoxes(shape.KeyStart, shape.KeyRow, ahead);

    /// <summary>Values of a step as boxes, one for each page.</summary>
    public IEnumerable<AddressPattern> ValueBoxes(int ahead) => OfKeyBoxes(shape.ValueStart, shape.ValueRow, ahead);

    /// <summary>New keys or values of a step, in the array from which they are appended or in the cache.</summary>
    public IEnumerable<AddressPattern> Fresh(long start, int row, int rows) => OfKeys(start, row, row, 0, rows);

    /// <summary>Entries of the page table for a step.</summary>
    public AddressPattern Table(int ahead)
    {
        int entries = Math.Clamp(tile.Keys / Math.Max(1, shape.Page), 1, 32);
        long ofSequence = (shape.Keys / Math.Max(1, shape.Page) + 64) * 4L;
        return AlongKeys(new AddressPattern { Base = shape.TableStart + 4096 + (long)ahead * entries * 4, Rows = 1, RowBytes = 4 * entries, LaneBytes = 4 }, 4 * entries) with
        {
            StrideY = IsSplit ? (long)shape.StepsOfSplit * 4 * entries : ofSequence,
            StrideZ = IsSplit ? ofSequence : 0,
            SharedZ = shape.Heads,
        };
    }

    /// <summary>Length of the block's sequence.</summary>
    public AddressPattern Length => new() { Base = shape.TableStart, Rows = 1, RowBytes = 4, LaneBytes = 4 };

    private AddressPattern OfRows(AddressPattern pattern, int row, long splitStride) => pattern with
    {
        StrideX = (long)tile.Rows * row,
        StrideY = IsSplit ? splitStride : (long)shape.Heads * shape.Queries * row,
        StrideZ = (long)shape.Queries * row,
        HasPlaneInY = true,
    };

    private IEnumerable<AddressPattern> OfKeys(long start, int row, int bytes, int ahead, int rows) =>
        new TileCopy(start + (First + (long)ahead * tile.Keys) * row, rows, bytes, row, tile.Warps).Patterns
            .Select(pattern => Within(OfStep(pattern, row), start, shape.Keys, row));

    // Predicates keep the rows of a tile within their array.
    private static AddressPattern Within(AddressPattern pattern, long start, long rows, int row) =>
        pattern with { Limit = AddressPattern.LimitOf(start + rows * row - pattern.Base) };

    private IEnumerable<AddressPattern> OfKeyBoxes(long start, int row, int ahead) =>
        Boxes(start + (First + (long)ahead * tile.Keys) * row, Math.Min(tile.Keys, shape.Keys), row).Select(box => OfStep(box, row));

    private IEnumerable<AddressPattern> Boxes(long start, int rows, int row)
    {
        int most = shape.Page > 0 ? Math.Min(shape.Page, BoxRows) : BoxRows;
        for (int first = 0; first < rows; first += most)
        {
            for (int at = 0; at < row; at += BoxRowBytes)
            {
                yield return new AddressPattern
                {
                    Base = start + (long)first * row + at,
                    Rows = Math.Min(most, rows - first),
                    RowBytes = Math.Min(BoxRowBytes, row - at),
                    RowStride = row,
                    LaneBytes = 16,
                };
            }
        }
    }

    private AddressPattern OfStep(AddressPattern pattern, int row) => AlongKeys(pattern, (long)tile.Keys * row) with
    {
        StrideX = Slides && shape.Causal ? (long)tile.Rows * row : 0,
        StrideY = IsSplit ? (long)shape.StepsOfSplit * tile.Keys * row : (long)shape.Heads / shape.SharedHeads * shape.Keys * row,
        StrideZ = (long)shape.Keys * row,
        SharedZ = shape.SharedHeads,
        HasPlaneInY = !IsSplit,
    };

    private AddressPattern AlongKeys(AddressPattern pattern, long step) =>
        depth == 0 ? pattern with { StrideLoop0 = step } : pattern with { StrideLoop1 = step };
}

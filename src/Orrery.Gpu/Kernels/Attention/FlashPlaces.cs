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
    private bool IsSplit => shape.Splits > 1;

    private int Rows => Math.Min(tile.Rows, shape.Queries);

    /// <summary>Queries of a block.</summary>
    public IEnumerable<AddressPattern> Queries =>
        new TileCopy(shape.QueryStart, Rows, shape.QueryRow, shape.QueryRow, tile.Warps).Patterns.Select(pattern => OfRows(pattern, shape.QueryRow, 0));

    /// <summary>Output of a block, for all its warps.</summary>
    public IEnumerable<AddressPattern> Output =>
        new TileCopy(shape.OutputStart, Rows, shape.OutputRow, shape.OutputRow, tile.Warps).Patterns
            .Select(pattern => OfRows(pattern, shape.OutputRow, (long)shape.Batch * shape.Heads * shape.Queries * shape.OutputRow));

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
        });
    }

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
    };

    private IEnumerable<AddressPattern> OfKeys(long start, int row, int bytes, int ahead, int rows)
    {
        int cached = shape.Keys - shape.Queries;
        bool slides = shape.Window > 0 && shape.Window < shape.Keys;
        long first = slides ? Math.Max(0, cached - shape.Window) : 0;
        return new TileCopy(start + (first + (long)ahead * tile.Keys) * row, rows, bytes, row, tile.Warps).Patterns
            .Select(pattern => AlongKeys(pattern, (long)tile.Keys * row) with
            {
                StrideX = slides && shape.Causal ? (long)tile.Rows * row : 0,
                StrideY = IsSplit ? (long)shape.StepsOfSplit * tile.Keys * row : (long)shape.Heads / shape.SharedHeads * shape.Keys * row,
                StrideZ = (long)shape.Keys * row,
                SharedZ = shape.SharedHeads,
            });
    }

    private AddressPattern AlongKeys(AddressPattern pattern, long step) =>
        depth == 0 ? pattern with { StrideLoop0 = step } : pattern with { StrideLoop1 = step };
}

namespace Orrery.Gpu.Kernels.Gemm;

/// <summary>A block's share of a tile.</summary>
/// <param name="Tile">The tile.</param>
/// <param name="First">The first of its stages.</param>
/// <param name="Stages">How many.</param>
internal readonly record struct StreamShare(int Tile, int First, int Stages)
{
    /// <summary>Whether the block brings the tile's sums together.</summary>
    public bool BeginsTile => First == 0;
}

/// <summary>Which stages of which tiles each block of a stream-K product sums up.</summary>
/// <param name="tiles">Tiles.</param>
/// <param name="stages">Stages of a tile.</param>
/// <param name="blocks">Blocks.</param>
internal sealed class StreamShares(int tiles, int stages, int blocks)
{
    // Whole waves but one go tile by tile; a single wave that comes out even needs no sharing at all.
    private readonly int _streamed = tiles % blocks == 0 ? 0 : tiles < blocks ? tiles : blocks + tiles % blocks;

    /// <summary>The shares of a block in the order in which it takes them.</summary>
    public IEnumerable<StreamShare> Of(int block)
    {
        (long at, long end) = Range(block);
        while (at < end)
        {
            int tile = (int)(at / stages);
            int first = (int)(at % stages);
            int count = (int)Math.Min(stages - first, end - at);
            yield return new StreamShare(tile, first, count);
            at += count;
        }
        for (int tile = _streamed + block; tile < tiles; tile += blocks) yield return new StreamShare(tile, 0, stages);
    }

    /// <summary>The blocks that sum up the rest of a tile that a block began.</summary>
    public IEnumerable<int> HelpersOf(int block, StreamShare share)
    {
        long end = ((long)share.Tile + 1) * stages;
        for (int helper = block + 1; share.Tile < _streamed && helper < blocks && Range(helper).First < end; helper++)
        {
            if (Range(helper) is var (first, last) && first < last) yield return helper;
        }
    }

    private (long First, long End) Range(int block)
    {
        long all = (long)_streamed * stages;
        return (all * block / blocks, all * (block + 1) / blocks);
    }
}

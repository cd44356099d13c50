namespace Orrery.Gpu.Kernels.Attention;

/// <summary>How a FlashAttention kernel cuts its work.</summary>
/// <param name="Rows">Rows of queries of a block, 16 or 32 for each warp.</param>
/// <param name="Keys">Keys of a step.</param>
/// <param name="Warps">Warps of a block.</param>
public sealed record FlashTile(int Rows, int Keys, int Warps = 4)
{
    /// <summary>Depth of a matrix instruction: 16 for m16n8k16 in 16-bit formats, 8 before Ampere.</summary>
    public int Depth { get; init; } = 16;

    /// <summary>Whether tiles come by <c>cp.async</c>, which Ampere began with; else through registers.</summary>
    public bool IsAsynchronous { get; init; } = true;

    /// <summary>Rows of a warp.</summary>
    public int WarpRows => Rows / Warps;

    /// <summary>Tiles of 16 rows of a warp.</summary>
    public int RowTiles => WarpRows / 16;

    /// <summary>Steps of the blocks of a call, one number for each block of queries.</summary>
    public Programs.BlockTrips Steps(FlashShape shape)
    {
        int all = (shape.Keys + Keys - 1) / Keys;
        int perSplit = Math.Min(all, shape.StepsOfSplit);
        int most = shape.Window > 0 ? Math.Min(perSplit, (shape.Window + Rows + Keys - 1) / Keys) : perSplit;
        double perY = shape.Splits > 1 ? -perSplit : 0;
        if (!shape.Causal) return new Programs.BlockTrips(shape.Splits > 1 ? all : most, 0, perY, 0, most);
        double first = (double)(shape.Keys - shape.Queries + Rows + Keys - 1) / Keys;
        int blocks = (shape.Queries + Rows - 1) / Rows;
        double perX = blocks > 1 ? (double)Rows / Keys : 0;
        double atOrigin = blocks > 1 ? first : all;
        int least = Math.Floor(first) >= 1 && shape.Splits == 1 ? 1 : 0;
        return new Programs.BlockTrips(atOrigin, perX, perY, least, most);
    }
}

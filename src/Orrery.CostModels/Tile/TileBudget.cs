namespace Orrery.CostModels.Tile;

/// <summary>How much of a kernel is simulated, so that a question takes milliseconds.</summary>
internal static class TileBudget
{
    // An answer from so many tiles takes about 20 ms.
    private const int MostTiles = 12288;

    /// <summary>Tiles to simulate: all, or the beginning of a long kernel, whose second half is then taken as its steady state.</summary>
    /// <param name="tiles">Tiles of the kernel.</param>
    /// <param name="unit">A number of tiles after which lengths repeat; simulated as a whole.</param>
    public static int Simulated(double tiles, int unit = 1)
    {
        double most = Math.Max(MostTiles / unit, 1) * (double)unit;
        return (int)Math.Min(tiles, most);
    }
}

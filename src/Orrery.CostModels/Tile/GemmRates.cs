using Orrery.CostModels.Analytic;

namespace Orrery.CostModels.Tile;

/// <summary>What the closed forms know of multiplication, as the tile kernel needs it.</summary>
internal static class GemmRates
{
    /// <summary>Seconds that the arithmetic units of one multiprocessor take for a tile, its padding included.</summary>
    public static double TileSeconds(GemmWork work, Tiling tiling, double tiles, Machine machine)
    {
        double side = (double)tiling.M * tiling.N / (tiling.M + tiling.N);

        // The board holds its power on average, so that a last wave of few tiles leaves more of it to the others.
        double rate = Math.Min(machine.TileRate(side), machine.PowerLimited * Math.Ceiling(tiles / machine.Sms) / tiles);
        double depth = Math.Ceiling((double)work.K / tiling.Splits / SliceDepth) * SliceDepth;
        return 2.0 * tiling.M * tiling.N * depth / rate;
    }

    /// <summary>Elements of the sum in one stage of a tile's pipeline: CUTLASS's usual depth in 16 bit is 64 bytes.</summary>
    public const int SliceDepth = 32;

    /// <summary>Seconds before the first tile starts.</summary>
    public static double LaunchSeconds(Machine machine) => machine.Constants.Memory.KernelSeconds;
}

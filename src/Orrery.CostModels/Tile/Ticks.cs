namespace Orrery.CostModels.Tile;

/// <summary>The time of a tile simulation: whole picoseconds.</summary>
internal static class Ticks
{
    /// <summary>Seconds of one tick.</summary>
    public const double Seconds = 1e-12;

    /// <summary>A duration in ticks, to the nearest.</summary>
    public static long Of(double seconds) => (long)Math.Round(seconds / Seconds);

    /// <summary>Ticks in seconds.</summary>
    public static double ToSeconds(long ticks) => ticks * Seconds;
}

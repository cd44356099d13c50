namespace Orrery.Training.Timelines;

/// <summary>Time on timelines: whole picoseconds, so that sums are exact. A step of four months would still fit.</summary>
public static class Ticks
{
    /// <summary>Ticks of a second.</summary>
    public const double PerSecond = 1e12;

    /// <summary>Seconds, rounded to the nearest tick.</summary>
    public static long Of(double seconds) => (long)Math.Round(seconds * PerSecond);

    /// <summary>Ticks as seconds.</summary>
    public static double Seconds(long ticks) => ticks / PerSecond;
}

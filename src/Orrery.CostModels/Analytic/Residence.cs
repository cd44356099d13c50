namespace Orrery.CostModels.Analytic;

/// <summary>What a last-level cache still holds of what passed through it.</summary>
public static class Residence
{
    /// <summary>
    /// Part of a footprint that the previous kernel left in the cache: all of it up to half the cache, none from the full size on, because a
    /// stream longer than the cache pushes out its own beginning.
    /// </summary>
    /// <param name="footprint">Bytes that passed since.</param>
    /// <param name="cacheBytes">Bytes of the cache.</param>
    public static double Of(double footprint, double cacheBytes) => Math.Clamp(2 * (1 - (footprint / cacheBytes)), 0, 1);
}

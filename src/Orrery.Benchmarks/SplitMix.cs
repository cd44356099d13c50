namespace Orrery.Benchmarks;

/// <summary>The splitmix64 finaliser (Steele, Lea, Flood, OOPSLA 2014): the models' source of pseudo-random numbers.</summary>
internal static class SplitMix
{
    internal const ulong Golden = 0x9E3779B97F4A7C15;

    internal static ulong Mix(ulong x)
    {
        x ^= x >> 30;
        x *= 0xBF58476D1CE4E5B9;
        x ^= x >> 27;
        x *= 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}

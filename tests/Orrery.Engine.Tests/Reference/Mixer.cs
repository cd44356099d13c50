namespace Orrery.Engine.Tests.Reference;

/// <summary>The random numbers of the benchmark models, written from their specification a second time.</summary>
internal static class Mixer
{
    public const ulong Golden = 0x9E3779B97F4A7C15;

    public static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}

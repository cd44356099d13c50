namespace Orrery.Training.Timelines;

/// <summary>
/// Seeded differences between devices: each GPU has a speed of its own, each task a length of its own. A tensor-parallel group is as slow as
/// its slowest GPU.
/// </summary>
/// <param name="seed">The same seed gives the same step, tick for tick.</param>
/// <param name="stragglers">Standard deviation of speeds, relative.</param>
/// <param name="jitter">Standard deviation of the length of tasks, relative.</param>
/// <param name="groupGpus">GPUs that wait for each other within a stage of a replica.</param>
public sealed class TaskNoise(int seed, double stragglers, double jitter, int groupGpus)
{
    /// <summary>Factor on all tasks of a stage of a replica; at least 1: the nominal GPU is the fastest.</summary>
    public double Slowness(int replica, int stage)
    {
        double slowest = 0;
        for (int gpu = 0; gpu < groupGpus; gpu++)
        {
            slowest = Math.Max(slowest, Math.Abs(Normal(Mix((ulong)seed, (ulong)replica, (ulong)stage, (ulong)gpu + 1))));
        }

        return 1 + (stragglers * slowest);
    }

    /// <summary>Factor on one task.</summary>
    public double Of(int replica, int stage, int task) =>
        jitter == 0 ? 1 : Math.Max(0.1, 1 + (jitter * Normal(Mix((ulong)seed, (ulong)replica, (ulong)stage + 0x10000, (ulong)task))));

    // SplitMix64 (Steele, Lea and Flood, OOPSLA 2014) over the coordinates, so that no draw depends on another.
    private static ulong Mix(ulong seed, ulong first, ulong second, ulong third)
    {
        ulong state = seed;
        foreach (ulong part in (ReadOnlySpan<ulong>)[first, second, third])
        {
            state = (state + part + 1) * 0x9E3779B97F4A7C15UL;
            state = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9UL;
            state = (state ^ (state >> 27)) * 0x94D049BB133111EBUL;
            state ^= state >> 31;
        }

        return state;
    }

    // Box and Muller.
    private static double Normal(ulong bits)
    {
        double one = ((bits >> 32) + 1) / 4294967297.0;
        double two = (bits & 0xFFFFFFFF) / 4294967296.0;
        return Math.Sqrt(-2 * Math.Log(one)) * Math.Cos(2 * Math.PI * two);
    }
}

namespace Orrery.Gpu.Timing;

/// <summary>
/// Components run a quantum of cycles at a time. A message names the exact cycle in which it takes effect and is delivered at the
/// start of the quantum that holds it, so results do not depend on the quantum's length, and the engine is asked for one run
/// a quantum in place of one a cycle.
/// </summary>
internal static class Quantum
{
    /// <summary>Cycles in a quantum.</summary>
    public const long Cycles = 32;

    /// <summary>Shortest way of a message between two components: its delivery must lie in a later quantum.</summary>
    public const int ShortestWay = 64;

    /// <summary>The shortest delay that the engine sees for a way of so many cycles.</summary>
    public const long ShortestDelay = ShortestWay - Cycles;

    /// <summary>The start of the quantum that holds a cycle.</summary>
    public static long StartOf(long cycle) => cycle & ~(Cycles - 1);

    /// <summary>The delay after which a message that takes effect in a cycle must be delivered.</summary>
    public static long Delay(long now, long effect) => StartOf(effect) - now;
}

namespace Orrery.Gpu.Timing;

/// <summary>
/// Components run a quantum of cycles at a time. A message names the exact cycle in which it takes effect and is delivered at the
/// start of the quantum that holds it, so timing does not depend on the quantum's length, and the engine is asked for one run
/// a quantum in place of one a cycle. The state of a component stays in the processor's cache for so long.
/// </summary>
internal static class Quantum
{
    /// <summary>
    /// Cycles in a quantum, and the shortest way of a message between two components: what is sent in one quantum takes effect in a later one.
    /// </summary>
    public const long Cycles = 64;

    /// <summary>The start of the quantum that holds a cycle.</summary>
    public static long StartOf(long cycle) => cycle & ~(Cycles - 1);

    /// <summary>The delay after which a message that takes effect in a cycle must be delivered.</summary>
    public static long Delay(long now, long effect) => StartOf(effect) - now;
}

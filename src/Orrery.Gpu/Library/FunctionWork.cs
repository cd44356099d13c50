using Orrery.Gpu.Kernels.Rows;
using Orrery.Workloads.Operators;

namespace Orrery.Gpu.Library;

/// <summary>What an element-wise function takes of the pipes.</summary>
internal static class FunctionWork
{
    // Functions of the mathematical library: an exponential or logarithm, and a reciprocal.
    private const int LibraryInstructions = 14;

    /// <summary>Its instructions on one element, without loads and stores; conversions of narrow formats run on the integer pipe.</summary>
    public static Work Of(ElementFunction function, double bytes)
    {
        int memory = (int)Math.Ceiling(function.Reads + Math.Max(1, function.Writes));
        int arithmetic = Math.Max(0, (int)function.Instructions - memory);
        int special = function.Instructions >= LibraryInstructions ? 2 : 0;
        int convert = bytes < 4 ? Math.Min(arithmetic, memory) : 0;
        return new Work(Math.Max(0, arithmetic - special - convert), convert, special);
    }
}

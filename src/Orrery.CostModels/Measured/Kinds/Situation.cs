using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Measured.Kinds;

/// <summary>
/// In which state a way of measuring finds the operands of a multiplication: what the caches still hold, and what the data
/// are. Documented by the sources of each method; a prediction that nobody measures takes the operator's own defaults.
/// </summary>
internal static class Situation
{
    // A graph cycles through this many copies of the weights, with one activation for all (aiconfigurator's collector).
    private const int GraphCopies = 6;

    // The same collector leaves 16-bit weights as the allocator gives them, which is zeros on a fresh GPU. Multipliers with a
    // zero operand do not switch; instructions, clocks and the other operand do.
    private const double ZeroWeights = 0.6;

    /// <summary>The multiplication as the method runs it.</summary>
    public static Gemm Of(string method, Gemm work)
    {
        double weights = work.Groups * (double)work.K * work.N * work.Format.WeightBytes;
        double rest = work.Bytes - weights;
        bool sameFormat = work.Format.Weights is null && work.Format.Bits == 16;
        return method switch
        {
            _ when method.StartsWith("cudagraph", StringComparison.Ordinal) => work with
            {
                WeightDistance = (GraphCopies * weights) + rest,
                Switching = sameFormat ? ZeroWeights : 1,
            },

            // One operator again and again on the same arrays.
            _ when method.StartsWith("cuda_event", StringComparison.Ordinal) => work with { WeightDistance = work.Bytes },
            _ when method.StartsWith("wallclock", StringComparison.Ordinal) => work with { WeightDistance = work.Bytes },
            _ => work,
        };
    }

    /// <summary>
    /// The method by its full name. A plug-in of TensorRT is timed layer by layer with events of its profiler, in an engine in
    /// which nothing follows at once.
    /// </summary>
    public static string MethodOf(string method, string kernel) =>
        method.StartsWith("cudagraph", StringComparison.Ordinal) && kernel.Contains("PLUGIN", StringComparison.Ordinal)
            ? method + " of a plug-in" : method;
}

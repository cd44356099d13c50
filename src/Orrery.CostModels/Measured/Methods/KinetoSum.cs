using Orrery.CostModels.Constants;
using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Measured.Methods;

/// <summary>
/// Sum of kernel durations as the CUDA profiler gives them, in whole microseconds: the median of runs of 2.4 us is 2.
/// </summary>
internal sealed class KinetoSum : IMeasuringMethod
{
    private const double Resolution = 1e-6;

    public string Name => "kineto_sum";

    public string Includes => "The kernels alone, in whole microseconds.";

    public double Shown(double kernelSeconds, IReadOnlyList<Operator> work, int kernels, MethodConstants constants) =>
        Math.Max(1, Math.Round(kernelSeconds / Resolution)) * Resolution;
}

using Orrery.CostModels.Constants;
using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Measured.Methods;

/// <summary>
/// Sum of kernel durations as the CUDA profiler gives them, in whole microseconds. Predictions are not rounded, so that what a
/// method adds can be taken off again.
/// </summary>
internal sealed class KinetoSum : IMeasuringMethod
{
    public string Name => "kineto_sum";

    public string Includes => "The kernels alone, each rounded to a microsecond.";

    public double Shown(double kernelSeconds, IReadOnlyList<Operator> work, int kernels, MethodConstants constants) =>
        kernelSeconds;
}

using Orrery.CostModels.Constants;
using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Measured.Methods;

/// <summary>Duration of a collective's kernel on one rank as the CUDA profiler gives it.</summary>
internal sealed class KinetoMedian : IMeasuringMethod
{
    public string Name => "kineto_median";

    public string Includes => "The kernel of one rank, waiting for the slower rank included.";

    public double Shown(double kernelSeconds, IReadOnlyList<Operator> work, int kernels, MethodConstants constants) =>
        kernelSeconds;
}

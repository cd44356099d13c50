using Orrery.CostModels.Constants;
using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Measured.Methods;

/// <summary>Nobody told how it was measured.</summary>
internal sealed class Unstated : IMeasuringMethod
{
    public string Name => "unstated";

    public string Includes => "Not told; the kernels alone are assumed.";

    public double Shown(double kernelSeconds, IReadOnlyList<Operator> work, int kernels, MethodConstants constants) =>
        kernelSeconds;
}

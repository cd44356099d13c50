using Orrery.CostModels.Constants;
using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Measured.Methods;

/// <summary>
/// Mean over launches back to back from a framework. The host works ahead while the GPU runs, so only the slower of the two shows.
/// </summary>
internal sealed class EagerLoop : IMeasuringMethod
{
    public string Name => "eager_loop";

    public string Includes => "Starting each operator from Python, hidden behind the one before where that is longer.";

    public double Shown(double kernelSeconds, IReadOnlyList<Operator> work, int kernels, MethodConstants constants) =>
        Math.Max(kernelSeconds, HostWork.Seconds(work, kernels, constants));
}

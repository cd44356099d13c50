using Orrery.CostModels.Constants;
using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Measured.Methods;

/// <summary>Events around a whole compiled model: the kernels, and the guards before the first of them.</summary>
internal sealed class CompiledModel : IMeasuringMethod
{
    public string Name => "torch.compile";

    public string Includes => "All kernels of a compiled model.";

    public double Shown(double kernelSeconds, IReadOnlyList<Operator> work, int kernels, MethodConstants constants) =>
        kernelSeconds + constants.HostSeconds + constants.CompiledSeconds;
}

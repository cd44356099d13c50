using Orrery.CostModels.Constants;
using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Measured.Methods;

/// <summary>
/// Events around a whole model in an eager framework. The host runs ahead of the GPU, so only the slower of the two shows; before
/// the first kernel there is one operator's start.
/// </summary>
internal sealed class WholeModel : IMeasuringMethod
{
    public string Name => "per-op CUDA events";

    public string Includes => "All kernels of a model; the host where it is slower than the GPU.";

    public double Shown(double kernelSeconds, IReadOnlyList<Operator> work, int kernels, MethodConstants constants) =>
        Math.Max(kernelSeconds + constants.HostSeconds, HostWork.Seconds(work, kernels, constants));
}

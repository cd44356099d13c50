using Orrery.CostModels.Constants;
using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Measured.Methods;

/// <summary>
/// Events around one operator of a framework on an idle GPU. The first event is stamped at once, the kernel starts only when the
/// framework has worked its way down to it, so the framework's time is added to the kernel's.
/// </summary>
internal sealed class CudaEvent : IMeasuringMethod
{
    public string Name => "cuda_event_1op";

    public string Includes => "Starting one operator on an idle GPU.";

    public double Shown(double kernelSeconds, IReadOnlyList<Operator> work, int kernels, MethodConstants constants) =>
        kernelSeconds + (work.Sum(HostWork.Of) * constants.EventSeconds);
}

using Orrery.CostModels.Constants;
using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Measured.Methods;

/// <summary>
/// Events around one operator of a framework on an idle GPU. The first event is stamped at once; the kernel starts when the
/// framework has worked its way down to it; the last event reaches the GPU when the framework is done, which for a short kernel is
/// after its end. So short kernels show the host's time and long ones the part before the start, and their own.
/// </summary>
internal sealed class CudaEvent : IMeasuringMethod
{
    public string Name => "cuda_event_1op";

    public string Includes => "Starting one operator on an idle GPU; short kernels hide behind the host.";

    public double Shown(double kernelSeconds, IReadOnlyList<Operator> work, int kernels, MethodConstants constants)
    {
        double host = HostWork.Seconds(work, kernels, constants);
        double before = host - (constants.HostAfterPart * constants.HostSeconds);
        return Math.Max(host, Math.Max(0, before) + kernelSeconds);
    }
}

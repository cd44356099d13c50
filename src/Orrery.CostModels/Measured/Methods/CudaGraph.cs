using Orrery.CostModels.Constants;
using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Measured.Methods;

/// <summary>Mean over replays of a CUDA graph.</summary>
internal sealed class CudaGraph : IMeasuringMethod
{
    public string Name => "cudagraph_avg";

    public string Includes => "The gaps between the kernels of a CUDA graph.";

    public double Shown(double kernelSeconds, IReadOnlyList<Operator> work, int kernels, MethodConstants constants) =>
        kernelSeconds + (kernels * constants.GraphSeconds);
}

using Orrery.CostModels.Constants;
using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Measured.Methods;

/// <summary>A plug-in layer of TensorRT between two events of its profiler, which tick about once a microsecond.</summary>
internal sealed class PluginLayer : IMeasuringMethod
{
    public string Name => "cudagraph_avg of a plug-in";

    public string Includes => "Two events around one layer of a TensorRT engine.";

    public double Shown(double kernelSeconds, IReadOnlyList<Operator> work, int kernels, MethodConstants constants) =>
        kernelSeconds + (kernels * constants.GraphSeconds) + constants.PluginSeconds;
}

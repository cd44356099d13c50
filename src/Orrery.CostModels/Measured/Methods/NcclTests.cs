using Orrery.CostModels.Constants;
using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Measured.Methods;

/// <summary>NCCL's own benchmark: mean of many launches back to back.</summary>
internal sealed class NcclTests : IMeasuringMethod
{
    public string Name => "nccl_tests";

    public string Includes => "The kernels alone: launches overlap with the kernel before.";

    public double Shown(double kernelSeconds, IReadOnlyList<Operator> work, int kernels, MethodConstants constants) =>
        kernelSeconds;
}

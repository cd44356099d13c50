using Orrery.CostModels.Constants;
using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Measured.Methods;

/// <summary>A clock on the CPU around one operator, less what the same clock showed for a tiny one.</summary>
internal sealed class WallClockLessStart : IMeasuringMethod
{
    public string Name => "wallclock_less_start";

    public string Includes => "The kernel alone: start and waiting were measured and subtracted.";

    public double Shown(double kernelSeconds, IReadOnlyList<Operator> work, int kernels, MethodConstants constants) =>
        kernelSeconds;
}

using Orrery.CostModels.Constants;
using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Measured.Methods;

/// <summary>A clock on the CPU around one operator and its synchronisation.</summary>
internal sealed class WallClock : IMeasuringMethod
{
    public string Name => "wallclock_sync";

    public string Includes => "Starting one operator, and waiting for it on the CPU.";

    public double Shown(double kernelSeconds, IReadOnlyList<Operator> work, int kernels, MethodConstants constants) =>
        kernelSeconds + (work.Count * constants.WallClockSeconds);
}

using Orrery.CostModels.Constants;
using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Measured.Methods;

/// <summary>
/// A clock on the CPU around one operator and its synchronisation: start, kernel and waking up add. Norms and activations are
/// compiled functions in the measurements that use this method, everything else is eager.
/// </summary>
internal sealed class WallClock : IMeasuringMethod
{
    public string Name => "wallclock_sync";

    public string Includes => "Starting one operator, and waiting for it on the CPU.";

    public double Shown(double kernelSeconds, IReadOnlyList<Operator> work, int kernels, MethodConstants constants)
    {
        double seconds = kernelSeconds;
        foreach (Operator one in work)
        {
            seconds += constants.WallClockSeconds + (one is Norm or Elementwise ? constants.CompiledSeconds : 0);
        }

        return seconds;
    }
}

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
        double before = 0;
        double after = 0;
        foreach (Operator one in work)
        {
            bool compiled = one is Norm or Elementwise;
            before += constants.WallClockSeconds + (compiled ? constants.CompiledSeconds : 0);
            after += compiled ? constants.CompiledAfterSeconds : 0;
        }

        return before + Math.Max(kernelSeconds, after);
    }
}

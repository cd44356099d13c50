using Orrery.Gpu.Machines;

namespace Orrery.Gpu.Memory.Parts;

/// <summary>Every multiprocessor is near to one partition, and equally far from all others.</summary>
public sealed class Crossbar : INetwork
{
    /// <inheritdoc/>
    public int Cycles(GpuMachine machine, int sm, int partition)
    {
        ArgumentNullException.ThrowIfNull(machine);
        L2Timing l2 = machine.L2;
        return l2.CrossbarCycles + (sm % l2.Partitions == partition ? 0 : l2.FarCycles);
    }
}

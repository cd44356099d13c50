using Orrery.Gpu.Machines;

namespace Orrery.Gpu.Memory.Parts;

/// <summary>The network between multiprocessors and L2 partitions. Its ports have the bandwidths of the machine.</summary>
public interface INetwork
{
    /// <summary>Cycles of the way between a multiprocessor and a partition, each way; taken as 64 where it is less. Asked before the run.</summary>
    int Cycles(GpuMachine machine, int sm, int partition);
}

using Orrery.Gpu.Machines;
using Orrery.Gpu.Timing;

namespace Orrery.Gpu.Memory.Dram;

/// <summary>The timing of a channel in cycles of the multiprocessors.</summary>
/// <param name="Banks">Banks.</param>
/// <param name="Activate">tRCD.</param>
/// <param name="Column">CL.</param>
/// <param name="Precharge">tRP.</param>
/// <param name="Open">tRAS.</param>
/// <param name="Turnaround">Bus idle between reads and writes.</param>
/// <param name="RefreshEvery">tREFI.</param>
/// <param name="Refresh">tRFC.</param>
/// <param name="Controller">Controller and wires, both ways.</param>
/// <param name="SectorTime">A sector on the bus, in 1/256 of a cycle.</param>
/// <param name="ClosesRows">Whether a row is closed after each access.</param>
public readonly record struct DramCycles(int Banks, int Activate, int Column, int Precharge, int Open, int Turnaround,
    int RefreshEvery, int Refresh, int Controller, long SectorTime, bool ClosesRows = false)
{
    /// <summary>The timing on a machine.</summary>
    public static DramCycles Of(GpuMachine machine)
    {
        DramTiming dram = machine.Dram;
        return new DramCycles(dram.Banks, machine.Cycles(dram.ActivateNs), machine.Cycles(dram.ColumnNs), machine.Cycles(dram.PrechargeNs),
            machine.Cycles(dram.OpenNs), machine.Cycles(dram.TurnaroundNs), machine.Cycles(dram.RefreshEveryNs),
            machine.Cycles(dram.RefreshNs), machine.Cycles(dram.ControllerNs), WirePort.Duration(SectorRun.SectorBytes, machine.ChannelBytes), dram.ClosesRows);
    }
}

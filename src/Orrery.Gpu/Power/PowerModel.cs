using Orrery.CostModels;
using Orrery.CostModels.Constants;
using Orrery.Gpu.Machines;
using Orrery.Gpu.Programs;
using Orrery.Gpu.Results;
using Orrery.Workloads.Formats;
using HardwareGpu = Orrery.Hardware.Gpu;

namespace Orrery.Gpu.Power;

/// <summary>
/// Energy of kernels from what they did, with the energies of the closed forms: an operation of a tensor core in its format, an operation
/// of a lane, a byte from L2, a byte of device memory, and the static power of the board over the time. Energy of the chip falls with the clock.
/// </summary>
/// <param name="gpu">The GPU.</param>
/// <param name="constants">Where the energies come from.</param>
public sealed class PowerModel(HardwareGpu gpu, PhysicalConstants constants)
{
    // The clock that the closed forms foretell is kept as long as power is this near to the limit.
    private const double Tolerance = 1.03;

    private readonly EventEnergy _energy = new(gpu, constants);

    /// <summary>Energy of the board for a kernel.</summary>
    /// <param name="machine">The machine at the clock at which it ran.</param>
    /// <param name="kernel">The kernel.</param>
    /// <param name="result">What it did.</param>
    /// <param name="format">The operator's format.</param>
    /// <returns>Joules.</returns>
    public double Joules(GpuMachine machine, Kernel kernel, KernelResult result, NumberFormat format)
    {
        KernelWork work = KernelWork.Of(machine, kernel, result);
        return _energy.Joules(CoreJoules(work, format), MemoryJoules(work), machine.ClockFactor, result.Seconds);
    }

    /// <summary>
    /// A kernel at the clock that the power limit allows it: as it ran if it drew no more, else slower. What it waits for device memory is
    /// not put off by a slower clock; the rest is.
    /// </summary>
    /// <returns>The machine at its clock, and the result with its time.</returns>
    public (GpuMachine Machine, KernelResult Result) WithinLimit(GpuMachine machine, Kernel kernel, KernelResult result, NumberFormat format)
    {
        KernelWork work = KernelWork.Of(machine, kernel, result);
        double core = CoreJoules(work, format);
        double memory = MemoryJoules(work);
        if (_energy.Joules(core, memory, machine.ClockFactor, result.Seconds) <= Tolerance * gpu.Tdp.Watts * result.Seconds) return (machine, result);
        double fixedSeconds = Math.Min(work.MemorySeconds, result.Seconds);
        double clocked = Math.Sqrt(result.Seconds * result.Seconds - fixedSeconds * fixedSeconds) * machine.ClockFactor;
        double factor = Math.Min(machine.ClockFactor, _energy.ClockFactor(core, memory, clocked, fixedSeconds));
        double seconds = Math.Sqrt(clocked / factor * (clocked / factor) + fixedSeconds * fixedSeconds);
        GpuMachine slower = machine with { ClockFactor = factor };
        return (slower, result with { Seconds = seconds, Cycles = (long)Math.Round(seconds * slower.Hertz) });
    }

    private double CoreJoules(in KernelWork work, NumberFormat format) =>
        (work.TensorOperations > 0 ? work.TensorOperations * _energy.PerTensorOperation(format) : 0)
        + work.VectorOperations * _energy.PerVectorOperation + work.L2Bytes * _energy.PerL2Byte;

    private double MemoryJoules(in KernelWork work) => work.MemoryBytes * _energy.PerMemoryByte;
}

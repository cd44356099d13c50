using Orrery.CostModels.Analytic;
using Orrery.CostModels.Constants;
using Orrery.Hardware;
using Orrery.Workloads.Formats;

namespace Orrery.CostModels;

/// <summary>Energies of what a GPU does, for models that count it.</summary>
/// <param name="gpu">The GPU.</param>
/// <param name="constants">The constants from which the closed forms take their energies too.</param>
public sealed class EventEnergy(Gpu gpu, PhysicalConstants constants)
{
    private readonly PhysicalConstants _constants = GpuCalibration.Of(gpu, constants);
    private readonly Energy _energy = new(gpu, GpuCalibration.Of(gpu, constants).Energy);

    /// <summary>Watts that the board draws whatever it does.</summary>
    public double StaticWatts => _energy.Static;

    /// <summary>Joules of an FP32 operation of a lane at boost, instruction and registers included.</summary>
    public double PerVectorOperation => _energy.PerVectorOperation;

    /// <summary>Joules to bring a byte from the last-level cache to a multiprocessor at boost.</summary>
    public double PerL2Byte => _energy.PerL2Byte;

    /// <summary>Joules to bring a byte from or to device memory.</summary>
    public double PerMemoryByte => _energy.PerMemoryByte;

    /// <summary>Joules of an operation of the tensor core in a format at boost: half a multiply-add.</summary>
    public double PerTensorOperation(NumberFormat format) => new Machine(gpu, format, _constants).OperationJoules;

    /// <summary>Joules of the board for a kernel.</summary>
    /// <param name="core">Dynamic joules of the chip at boost.</param>
    /// <param name="memory">Joules of device memory.</param>
    /// <param name="factor">Part of the boost clock.</param>
    /// <param name="seconds">Time of the kernel.</param>
    public double Joules(double core, double memory, double factor, double seconds) => _energy.Joules(core, memory, factor, seconds);

    /// <summary>Part of the boost clock at which a kernel draws no more than the limit.</summary>
    /// <param name="core">Dynamic joules of the chip at boost.</param>
    /// <param name="memoryJoules">Joules of device memory.</param>
    /// <param name="compute">Seconds that scale with the clock, at boost.</param>
    /// <param name="memory">Seconds that do not.</param>
    public double ClockFactor(double core, double memoryJoules, double compute, double memory) =>
        core > 0 ? _energy.ClockFactor(core, memoryJoules, compute, memory, 0) : 1;
}

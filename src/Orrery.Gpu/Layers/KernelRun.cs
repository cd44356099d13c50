using Orrery.Gpu.Machines;
using Orrery.Gpu.Programs;
using Orrery.Gpu.Results;
using Orrery.Workloads.Operators;

namespace Orrery.Gpu.Layers;

/// <summary>One kernel of an operator and what it did.</summary>
public sealed record KernelRun
{
    /// <summary>The operator.</summary>
    public required Operator Operator { get; init; }

    /// <summary>Place of the operator among those that were asked for.</summary>
    public required int OperatorIndex { get; init; }

    /// <summary>The kernel.</summary>
    public required Kernel Kernel { get; init; }

    /// <summary>The machine at the clock at which it ran.</summary>
    public required GpuMachine Machine { get; init; }

    /// <summary>Cycles and counters; extrapolated where <see cref="KernelResult.SimulatedFraction"/> is below 1.</summary>
    public required KernelResult Result { get; init; }

    /// <summary>Energy of the board in joules.</summary>
    public double Joules { get; init; }

    /// <summary>Time in seconds.</summary>
    public double Seconds => Result.Seconds;

    /// <summary>Mean power of the board in watts.</summary>
    public double Watts => Seconds > 0 ? Joules / Seconds : 0;
}

using Orrery.Configuration.Binding;

namespace Orrery.CostModels.Constants;

/// <summary>Energy of operations and of moving bytes, on a 7 nm process at a clock of 1.41 GHz; other processes scale it.</summary>
public sealed record EnergyConstants
{
    [Parameter("Joules of a 16-bit operation in a matrix unit, operands from shared memory included", Min = 0, Max = 1e-11), Fitted]
    public double TensorJoules { get; init; } = 0.85e-12;

    [Parameter("Joules of an FP32 operation outside matrix units, instruction and registers included", Min = 0, Max = 1e-10), Fitted]
    public double VectorJoules { get; init; } = 5.8e-12;

    /// <summary>Boards in their highest state with nothing to do: about 27 W on T4, 50 W on V100 PCIe, 85 W on A100 SXM.
    /// Set by hand between them and the sustained clocks of T4.</summary>
    [Parameter("Watts that a board draws whatever it does, however small it is: regulators, memory, clocks", Min = 0, Max = 500)]
    public double StaticWatts { get; init; } = 24;

    /// <summary>The part of it that grows with the chip.</summary>
    [Parameter("Part of the power limit that a board draws beside that whatever it does: leakage, clock tree", Min = 0, Max = 0.8)]
    public double StaticShare { get; init; } = 0.18;

    /// <summary>
    /// Power controllers average over tens of milliseconds and raise the clock in steps: short kernels on a T4 that was busy before
    /// run well below boost, though idle time keeps the mean power below the limit.
    /// </summary>
    [Parameter("Part of the clock that a power limit takes which comes back on a GPU that idles between kernels", Min = 0, Max = 1), Fitted]
    public double Recovered { get; init; } = 0.5;

    [Parameter("Joules to bring a byte from the last-level cache to a multiprocessor", Min = 0, Max = 1e-9), Fitted]
    public double L2JoulesPerByte { get; init; } = 9e-12;

    /// <summary>3.9 pJ a bit in HBM2 (O'Connor et al., MICRO 2017) and the way over the chip.</summary>
    [Parameter("Joules to move a byte from or to stacked memory", Min = 0, Max = 1e-9)]
    public double HbmJoulesPerByte { get; init; } = 40e-12;

    /// <summary>About 8 pJ a bit with the interface, as commonly published for GDDR6.</summary>
    [Parameter("Joules to move a byte from or to GDDR or LPDDR memory", Min = 0, Max = 1e-9)]
    public double GddrJoulesPerByte { get; init; } = 65e-12;
}

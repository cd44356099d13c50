using Orrery.Configuration.Binding;

namespace Orrery.CostModels.Constants;

/// <summary>Energy of operations and of moving bytes, on a 7 nm process at a clock of 1.41 GHz; other processes scale it.</summary>
public sealed record EnergyConstants
{
    /// <summary>Boost clock of the A100, at which the energies count.</summary>
    public const double ReferenceHertz = 1.41e9;

    [Parameter("Joules of a 16-bit operation in a matrix unit, operands from shared memory included", Min = 0, Max = 1e-11), Fitted]
    public double TensorJoules { get; init; } = 0.85e-12;

    [Parameter("Joules of an FP32 operation outside matrix units, instruction and registers included", Min = 0, Max = 1e-10), Fitted]
    public double VectorJoules { get; init; } = 7e-12;

    /// <summary>Supply voltage rises with the clock, and energy with its square.</summary>
    [Parameter("Exponent of the clock in the energy of an operation", Min = 0.1, Max = 3), Fitted]
    public double VoltageExponent { get; init; } = 0.5;

    /// <summary>An idle B200 at full clocks draws 255 of its 1000 W, an A100 80 to 90 of 400 W.</summary>
    [Parameter("Part of the power limit that a board draws whatever it does", Min = 0, Max = 0.8)]
    public double StaticShare { get; init; } = 0.25;

    [Parameter("Joules to bring a byte from the last-level cache to a multiprocessor", Min = 0, Max = 1e-9), Fitted]
    public double L2JoulesPerByte { get; init; } = 14e-12;

    /// <summary>3.9 pJ a bit in HBM2 (O'Connor et al., MICRO 2017) and the way over the chip.</summary>
    [Parameter("Joules to move a byte from or to stacked memory", Min = 0, Max = 1e-9)]
    public double HbmJoulesPerByte { get; init; } = 40e-12;

    /// <summary>Micron's GDDR6 notes: 7 to 8 pJ a bit with the interface.</summary>
    [Parameter("Joules to move a byte from or to GDDR or LPDDR memory", Min = 0, Max = 1e-9)]
    public double GddrJoulesPerByte { get; init; } = 65e-12;
}

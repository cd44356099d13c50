using Orrery.CostModels.Constants;
using Orrery.Hardware;

namespace Orrery.CostModels.Analytic;

/// <summary>
/// Power of a board and the clock that its limit allows. Dynamic energy falls with the clock, because the voltage does: with
/// part x of the boost clock an operation costs x^v of its energy at boost.
/// </summary>
internal sealed class Energy
{
    private const int Rounds = 8;

    private readonly EnergyConstants _constants;
    private readonly double _limit;

    public Energy(Gpu gpu, EnergyConstants constants)
    {
        _constants = constants;
        _limit = gpu.Tdp.Watts * (1 - constants.StaticShare);
        Static = gpu.Tdp.Watts * constants.StaticShare;
        double voltage = Math.Pow(gpu.Clock.Boost.Hertz / EnergyConstants.ReferenceHertz, constants.VoltageExponent);
        PerTensorOperation = constants.TensorJoules * Process(gpu.ProcessNm) * voltage;
        PerVectorOperation = constants.VectorJoules * Process(gpu.ProcessNm) * voltage;
        PerL2Byte = constants.L2JoulesPerByte * Process(gpu.ProcessNm) * voltage;
        PerMemoryByte = gpu.Memory.Type.StartsWith("HBM", StringComparison.OrdinalIgnoreCase)
            ? constants.HbmJoulesPerByte : constants.GddrJoulesPerByte;
    }

    /// <summary>Watts that the board draws whatever it does: leakage, clocks, fans, voltage converters, idle memory.</summary>
    public double Static { get; }

    /// <summary>Joules of a 16-bit operation in a matrix unit at boost.</summary>
    public double PerTensorOperation { get; }

    /// <summary>Joules of an FP32 operation outside the matrix units at boost, registers and instructions included.</summary>
    public double PerVectorOperation { get; }

    /// <summary>Joules to bring a byte from the last-level cache to a multiprocessor at boost.</summary>
    public double PerL2Byte { get; }

    /// <summary>Joules to bring a byte from or to device memory.</summary>
    public double PerMemoryByte { get; }

    /// <summary>Joules of the board for a kernel.</summary>
    /// <param name="core">Dynamic joules at boost.</param>
    /// <param name="memory">Joules of device memory.</param>
    /// <param name="factor">Part of the boost clock.</param>
    /// <param name="seconds">Time of the kernel.</param>
    public double Joules(double core, double memory, double factor, double seconds) =>
        (core * Math.Pow(factor, _constants.VoltageExponent)) + memory + (Static * seconds);

    /// <summary>
    /// Part of the boost clock at which a kernel draws no more than the limit. Time depends on the clock and power on time, so
    /// it is found by repetition, from above, which keeps it rising with the limit and falling with the work.
    /// </summary>
    /// <param name="core">Dynamic joules of the kernel at boost.</param>
    /// <param name="compute">Seconds that scale with the clock, at boost.</param>
    /// <param name="fixedSeconds">Seconds that do not.</param>
    /// <param name="overlap">Exponent with which both overlap.</param>
    public double ClockFactor(double core, double compute, double fixedSeconds, double overlap)
    {
        double factor = 1;
        for (int round = 0; round < Rounds; round++)
        {
            double seconds = Blend(compute / factor, fixedSeconds, overlap);
            double next = factor * _limit * seconds / (core * 1);
            if (round == 0 && next >= 1)
            {
                return 1;
            }

            factor = Math.Pow(next, 1 / (1 + _constants.VoltageExponent));
        }

        return Math.Max(factor, 0.1);
    }

    private static double Blend(double a, double b, double p)
    {
        double largest = Math.Max(a, b);
        return largest * Math.Pow(Math.Pow(a / largest, p) + Math.Pow(b / largest, p), 1 / p);
    }

    // Power at equal speed relative to TSMC's 7 nm, from the foundries' announcements of each step: TSMC 16 to 7 nm 65 %
    // less, 7 to 5 nm 30 % less, 5 to 4 nm about 10 % less, 12 nm near 16 nm with 25 % less; Samsung's 8 nm is a 10 nm class node.
    private static double Process(int nanometres) => nanometres switch
    {
        >= 28 => 4.5,
        >= 16 => 2.8,
        >= 12 => 2.1,
        >= 10 => 1.5,
        >= 8 => 1.35,
        >= 7 => 1,
        >= 6 => 0.9,
        >= 5 => 0.7,
        >= 4 => 0.63,
        >= 3 => 0.5,
        _ => 0.37,
    };
}

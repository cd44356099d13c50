using Orrery.CostModels.Constants;
using Orrery.Hardware;

namespace Orrery.CostModels.Analytic;

/// <summary>
/// Power of a board and the clock that its limit allows. The supply voltage falls with about the square root of the clock, and
/// the energy of an operation with the square of the voltage: with part x of the boost clock an operation costs x of its energy at
/// boost, and power x squared.
/// </summary>
internal sealed class Energy
{
    private const int Rounds = 6;

    // Newton's method squares the error: what is left after such a step is below 1e-10.
    private const double Close = 1e-5;
    private const int MostRounds = 60;
    private const double Accuracy = 1e-13;

    // Boost clock of the A100, at which the energies count.
    private const double ReferenceHertz = 1.41e9;

    private readonly double _dynamicLimit;

    public Energy(Gpu gpu, EnergyConstants constants)
    {
        Static = Math.Min(constants.StaticWatts, gpu.Tdp.Watts / 3) + (gpu.Tdp.Watts * constants.StaticShare);
        _dynamicLimit = gpu.Tdp.Watts - Static;
        double scale = Process(gpu.ProcessNm) * gpu.Clock.Boost.Hertz / ReferenceHertz;
        PerTensorOperation = constants.TensorJoules * scale;
        PerVectorOperation = constants.VectorJoules * scale;
        PerL2Byte = constants.L2JoulesPerByte * scale;
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
    /// <param name="core">Dynamic joules of the chip at boost.</param>
    /// <param name="memory">Joules of device memory.</param>
    /// <param name="factor">Part of the boost clock.</param>
    /// <param name="seconds">Time of the kernel.</param>
    public double Joules(double core, double memory, double factor, double seconds) => (core * factor) + memory + (Static * seconds);

    /// <summary>
    /// Part of the boost clock at which a kernel draws no more than the limit if nothing but its computation takes time. Others
    /// leave more time and so a higher clock: this is the lowest.
    /// </summary>
    /// <param name="core">Dynamic joules of the kernel at boost.</param>
    /// <param name="compute">Its seconds of computation at boost.</param>
    /// <param name="idle">Seconds after each run in which the board draws no more than its static power.</param>
    public double LowestFactor(double core, double compute, double idle)
    {
        // core x = limit (compute / x + idle)
        double half = _dynamicLimit * idle / core / 2;
        return Math.Min(1, half + Math.Sqrt((half * half) + (_dynamicLimit * compute / core)));
    }

    /// <summary>
    /// Part of the boost clock at which a kernel draws no more than the limit. Time depends on the clock and power on time:
    /// <c>core x + memory joules = limit (sqrt((compute / x)^2 + memory^2) + idle)</c>.
    /// </summary>
    /// <param name="core">Dynamic joules of the kernel at boost.</param>
    /// <param name="memoryJoules">Joules of device memory.</param>
    /// <param name="compute">Seconds that scale with the clock, at boost.</param>
    /// <param name="memory">Seconds that do not.</param>
    /// <param name="idle">Seconds after each run in which the board draws no more than its static power.</param>
    public double ClockFactor(double core, double memoryJoules, double compute, double memory, double idle)
    {
        double least = core / _dynamicLimit;
        double fixedSeconds = (memoryJoules / _dynamicLimit) - idle;
        if (least + fixedSeconds <= Overlapped.Squares(compute, memory))
        {
            return 1;
        }

        // Newton's method on least x + fixed - sqrt((compute / x)^2 + memory^2), which rises and is concave: from the root
        // without memory it climbs to the root and never beyond, so that the limit holds however early it stops.
        double half = fixedSeconds / least / 2;
        double ratio = compute / least;
        double factor = ratio / (half + Math.Sqrt((half * half) + ratio));
        for (int round = 0; memory > 0 && round < Rounds; round++)
        {
            double part = compute / factor;
            double seconds = Overlapped.Squares(part, memory);
            double climb = (seconds - (least * factor) - fixedSeconds) / (least + (part * part / (factor * seconds)));
            factor += climb;
            if (climb < Close * factor)
            {
                break;
            }
        }

        return Math.Min(1, factor);
    }

    /// <summary>
    /// The same for a kernel of any form: the root x of <c>core x + memory = limit busy(x)</c>, of which there is one because the left side
    /// rises with x and the right side does not.
    /// </summary>
    /// <param name="kernel">The kernel.</param>
    /// <typeparam name="T">A value, so that a question allocates nothing.</typeparam>
    public double ClockFactor<T>(in T kernel) where T : struct, IClockedKernel
    {
        double least = kernel.CoreJoules / _dynamicLimit;
        double high = 1;
        double fixedSeconds = kernel.MemoryJoules / _dynamicLimit;
        double over = least + fixedSeconds - kernel.BusySeconds(1);
        if (over <= 0)
        {
            return 1;
        }

        // Regula falsi in Illinois form; a kernel of computation alone slows down at most to the power that it has too much.
        double low = 0;
        double under = double.NegativeInfinity;
        for (int round = 0; round < MostRounds && high - low > Accuracy * high; round++)
        {
            double middle = double.IsInfinity(under)
                ? Math.Sqrt(high * kernel.BusySeconds(high) / least) : ((low * over) - (high * under)) / (over - under);
            middle = middle > low && middle < high ? middle : (low + high) / 2;
            double rest = (least * middle) + fixedSeconds - kernel.BusySeconds(middle);
            if (rest > 0)
            {
                (high, over, under) = (middle, rest, under / 2);
            }
            else
            {
                (low, under, over) = (middle, rest, over / 2);
            }

            if (Math.Abs(rest) <= Accuracy * least * middle)
            {
                return middle;
            }
        }

        return high;
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

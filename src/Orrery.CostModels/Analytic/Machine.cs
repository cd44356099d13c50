using Orrery.CostModels.Constants;
using Orrery.Hardware;
using Orrery.Workloads.Formats;

namespace Orrery.CostModels.Analytic;

/// <summary>The rates of one GPU in one number format, in SI units, ready for the closed forms.</summary>
internal sealed class Machine
{
    public Machine(Gpu gpu, NumberFormat format, PhysicalConstants constants)
    {
        double? peak = gpu.Peak.Of(format.Rate)?.PerSecond * format.RateFactor;
        peak = format.Rate == "fp32" && gpu.Peak.Fp32Matrix is { } matrix ? matrix.PerSecond * format.RateFactor : peak;
        Peak = peak ?? throw new InvalidOperationException($"{gpu.Name} does not compute in {format}; the experiment should have been refused");
        Gpu = gpu;
        Constants = constants;
        Sms = gpu.SmCount;
        Clock = gpu.Clock.Boost.Hertz;
        Vector = gpu.Peak.Fp32?.PerSecond ?? Peak;
        Memory = gpu.Memory.Bandwidth.BytesPerSecond * constants.Memory.Efficiency;
        L2 = Sms * Clock * constants.Memory.L2BytesPerClock;
        L2Size = gpu.L2.Size.Bytes;
        Unit = new MatrixUnit(gpu, format);
        Energy = new Energy(gpu, constants.Energy);
        OperationJoules = Unit.IsVector ? Energy.PerVectorOperation : Energy.PerTensorOperation * RelativeEnergy(format);
        UnpackSeconds = format.UnpackInstructions / (Vector / 2 / Sms);
        PowerLimited = (gpu.Tdp.Watts - Energy.Static) / OperationJoules;
    }

    /// <summary>The data sheet.</summary>
    public Gpu Gpu { get; }

    /// <summary>What the data sheet does not say.</summary>
    public PhysicalConstants Constants { get; }

    /// <summary>Peak operations a second in the format.</summary>
    public double Peak { get; }

    /// <summary>Multiprocessors.</summary>
    public int Sms { get; }

    /// <summary>Boost clock in hertz.</summary>
    public double Clock { get; }

    /// <summary>FP32 operations a second outside the tensor cores.</summary>
    public double Vector { get; }

    /// <summary>Bytes a second that streaming from device memory reaches.</summary>
    public double Memory { get; }

    /// <summary>Bytes a second between the last-level cache and all multiprocessors.</summary>
    public double L2 { get; }

    /// <summary>Bytes of the last-level cache.</summary>
    public double L2Size { get; }

    /// <summary>What multiplies matrices.</summary>
    public MatrixUnit Unit { get; }

    /// <summary>Power and the clock that its limit allows.</summary>
    public Energy Energy { get; }

    /// <summary>Seconds of one multiprocessor to turn one stored weight into what the matrix unit multiplies.</summary>
    public double UnpackSeconds { get; }

    /// <summary>Joules of one operation of a multiplication at the boost clock.</summary>
    public double OperationJoules { get; }

    /// <summary>Operations a second that the board's power limit allows at the energy of the boost clock.</summary>
    public double PowerLimited { get; }

    /// <summary>Bytes a second through the port of one multiprocessor.</summary>
    public double PortBytes => Clock * Constants.Memory.BytesPerClock;

    /// <summary>Operations a second of one multiprocessor on a tile whose sides have this product over their sum.</summary>
    public double TileRate(double side)
    {
        GemmConstants gemm = Constants.Gemm;
        return Unit.IsVector
            ? Peak / Sms * gemm.VectorEfficiency * side / (side + gemm.VectorHalfSide)
            : Peak / Sms * gemm.TensorEfficiency * side / (side + gemm.TileHalfSide);
    }

    /// <summary>Seconds to move bytes to and from device memory when so many multiprocessors take part.</summary>
    public double MemorySeconds(double bytes, double busy) =>
        bytes / Math.Min(Memory, Math.Min(busy, Sms) * Clock * Constants.Memory.BytesPerClock);

    /// <summary>
    /// Seconds of a block of attention or of a cache write in which latencies alone count: half as many on an idle machine as on one
    /// whose places for blocks are all taken.
    /// </summary>
    /// <param name="taken">Blocks over the places that there are.</param>
    public double BlockSeconds(double taken) => Constants.Attention.BlockClocks / Clock * (0.5 + (0.5 * Math.Min(1, taken)));

    /// <summary>
    /// Part of a footprint that the previous kernel left in the last-level cache: all of it up to half the cache, none from the
    /// full size on, because a stream longer than the cache pushes out its own beginning.
    /// </summary>
    public double Resident(double footprint) => Math.Clamp(2 * (1 - (footprint / L2Size)), 0, 1);

    // Energy follows the width of the multiplier.
    private static double RelativeEnergy(NumberFormat format) => format.Rate switch
    {
        "fp32" => 4,
        "tf32" => 2,
        "int8" or "fp8" => 0.55,
        "fp6" => 0.5,
        "fp4" or "int4" => 0.3,
        _ => 1,
    };
}

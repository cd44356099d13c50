using Orrery.CostModels.Constants;
using Orrery.Hardware;
using Orrery.Workloads.Formats;
using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Analytic;

/// <summary>The rates of one GPU in one number format, in SI units, ready for the closed forms.</summary>
internal sealed class Machine
{
    // A TensorCore of a TPU does the work of some thirty multiprocessors and has as wide a way to memory.
    private const double TensorCorePorts = 32;

    // Sides of 128.
    private const double LargeSide = 64;

    private readonly double _draw;
    private readonly double _recovered;
    private readonly GemmTile[] _tiles;
    private readonly GemmTile[] _plainTiles;

    public Machine(Gpu gpu, NumberFormat format, PhysicalConstants constants)
    {
        double? peak = gpu.Peak.OfMatrices(format.Rate)?.PerSecond * format.RateFactor;
        Peak = peak ?? throw new InvalidOperationException($"{gpu.Name} does not compute in {format}; the experiment should have been refused");
        Gpu = gpu;
        Constants = constants;
        Sms = gpu.SmCount;
        Clock = gpu.Clock.Boost.Hertz;
        Vector = gpu.Peak.Fp32?.PerSecond ?? Peak;
        Memory = gpu.Memory.Bandwidth.BytesPerSecond * constants.Memory.Efficiency;
        double ports = gpu.IsTpu ? TensorCorePorts : 1;
        L2 = Sms * Clock * constants.Memory.L2BytesPerClock * ports;
        L2Size = gpu.L2.Size.Bytes;
        Unit = new MatrixUnit(gpu, format);
        HalfSide = Unit.IsVector ? constants.Gemm.VectorHalfSide * Unit.HalfSideFactor : constants.Gemm.TileHalfSide;
        Energy = new Energy(gpu, constants.Energy);
        OperationJoules = Unit.IsVector ? Energy.PerVectorOperation : Energy.PerTensorOperation * Unit.EnergyFactor * RelativeEnergy(format);
        UnpackSeconds = format.UnpackInstructions / (Vector / 2 / Sms);
        StartSeconds = constants.Gemm.StartClocks / Clock;
        LibraryStart = StartSeconds * (Unit.OverlapsStart && !format.QuantisesActivations ? constants.Gemm.OverlappedStart : 1);
        TileMemorySeconds = 1 / (Memory * constants.Gemm.MemoryPart);
        _draw = Clock * constants.Memory.BytesPerClock * Unit.FeedFactor;
        FeedRate = Clock * constants.Gemm.FeedBytesPerClock * Unit.FeedFactor;
        _tiles = TilesOf(plain: false, format);
        _plainTiles = TilesOf(plain: true, format);
        double sustained = Energy.LowestFactor(OperationJoules * Peak * (1 + (HalfSide / LargeSide)), 1, 0);
        _recovered = sustained + (constants.Energy.Recovered * (1 - sustained));
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

    /// <summary>Bytes a second that the pipeline of one multiprocessor brings in from the last-level cache.</summary>
    public double FeedRate { get; }

    /// <summary>Seconds to start and to drain a kernel.</summary>
    public double StartSeconds { get; }

    /// <summary>The same for a library's multiplication, which may start while the kernel before drains.</summary>
    public double LibraryStart { get; }

    /// <summary>Seconds in which tiles move a byte to or from device memory.</summary>
    public double TileMemorySeconds { get; }

    /// <summary>Product of a tile's sides over their sum at which half the rate is lost to feeding operands.</summary>
    public double HalfSide { get; }

    /// <summary>Seconds of one multiprocessor to turn one stored weight into what the matrix unit multiplies.</summary>
    public double UnpackSeconds { get; }

    /// <summary>Joules of one operation of a multiplication at the boost clock.</summary>
    public double OperationJoules { get; }

    /// <summary>Bytes a second through the port of one multiprocessor.</summary>
    public double PortBytes => Clock * Constants.Memory.BytesPerClock;

    /// <summary>Operations a second of one multiprocessor on a tile whose sides have this product over their sum.</summary>
    public double TileRate(double side) =>
        Peak / Sms * Unit.Efficiency * (Unit.IsVector ? Constants.Gemm.VectorEfficiency : Constants.Gemm.TensorEfficiency)
        * side / (side + HalfSide);

    /// <summary>Output tiles that libraries have.</summary>
    /// <param name="plain">For a batched product of plain arrays rather than a linear layer.</param>
    public ReadOnlySpan<GemmTile> Tiles(bool plain) => plain ? _plainTiles : _tiles;

    /// <summary>Seconds to move bytes to and from device memory when so many multiprocessors take part.</summary>
    public double MemorySeconds(double bytes, double busy) => MemorySeconds(bytes, busy, Memory, 1);

    /// <summary>The same where the pattern of access reaches another bandwidth, and the power limit sets the clock.</summary>
    /// <param name="bytes">Bytes in all.</param>
    /// <param name="busy">Multiprocessors that take part.</param>
    /// <param name="bandwidth">Bytes a second that enough of them reach.</param>
    /// <param name="factor">Part of the boost clock.</param>
    public double MemorySeconds(double bytes, double busy, double bandwidth, double factor) =>
        bytes / Math.Min(bandwidth, Math.Min(busy, Sms) * _draw * factor);

    /// <summary>
    /// Seconds of a block of attention or of a cache write in which latencies alone count: half as many on an idle machine as on one
    /// whose places for blocks are all taken.
    /// </summary>
    /// <param name="taken">Blocks over the places that there are.</param>
    public double BlockSeconds(double taken) => Constants.Attention.BlockClocks / Clock * (0.5 + (0.5 * Math.Min(1, taken)));

    /// <summary>Part of a footprint that the previous kernel left in the last-level cache.</summary>
    public double Resident(double footprint) => CacheResidence.Of(footprint, L2Size);

    /// <summary>
    /// Part of the boost clock at which a multiplication runs under the power limit. On a GPU that idles between runs, the limit
    /// holds for the mean, but the clock comes back only in part of what endless multiplications take from it.
    /// </summary>
    /// <param name="gemm">The multiplication, for the time in which the GPU idles.</param>
    /// <param name="core">Dynamic joules of the chip at boost.</param>
    /// <param name="memoryJoules">Joules of device memory.</param>
    /// <param name="compute">Seconds that scale with the clock, at boost.</param>
    /// <param name="memory">Seconds that do not.</param>
    public double ClockFactor(Gemm gemm, double core, double memoryJoules, double compute, double memory)
    {
        double factor = Energy.ClockFactor(core, memoryJoules, compute, memory, gemm.IdleSeconds);
        return gemm.IdleSeconds > 0 ? Math.Min(factor, _recovered) : factor;
    }

    /// <summary>Joules of the board for a kernel of which only times are known, at the boost clock or at the power limit.</summary>
    public double Joules(Operator work, in CostBreakdown parts, double seconds)
    {
        double operation = work is Gemm or Attention ? OperationJoules : Energy.PerVectorOperation;
        double core = (work.Flops * operation) + (parts.L2 * L2 * Energy.PerL2Byte);
        double joules = Energy.Joules(core, parts.Memory * Memory * Energy.PerMemoryByte, 1, seconds);

        // A kernel that would draw more at boost runs at a lower clock and voltage: the board draws its limit.
        return Math.Min(joules, Gpu.Tdp.Watts * seconds);
    }

    private GemmTile[] TilesOf(bool plain, NumberFormat format)
    {
        ReadOnlySpan<(int M, int N)> sides = Unit.Tiles(plain);
        GemmTile[] tiles = new GemmTile[sides.Length];
        for (int index = 0; index < tiles.Length; index++)
        {
            tiles[index] = new GemmTile(sides[index].M, sides[index].N, format, this);
        }

        return tiles;
    }

    // Energy follows the width of the multiplier.
    private static double RelativeEnergy(NumberFormat format) => format.Rate switch
    {
        "fp32" => 4,
        "tf32" => 2,
        "int8" or "fp8" => 0.55,
        "fp6" => 0.5,
        "fp4" or "int4" => 0.4,
        _ => 1,
    };
}

using Orrery.Hardware;
using Orrery.Workloads.Formats;

namespace Orrery.CostModels.Analytic;

/// <summary>
/// What multiplies matrices in one generation of GPUs: how far it steps along the sum and which output tiles libraries have
/// for it. Sources: CUTLASS's profiler kernels and the names of cuBLAS kernels in profiles; CUDA PTX ISA for the shapes of mma,
/// wgmma and tcgen05.
/// </summary>
internal sealed class MatrixUnit
{
    // volta_sgemm_128x64_tn and the like (columns first in the name). The 32-wide ones slice the sum over four warps. From
    // Ampere on, profiles of linear layers show no 128 x 128 and no 64 x 64.
    private static readonly (int M, int N)[] VectorTiles =
        [(128, 128), (64, 128), (64, 64), (32, 128), (128, 32), (32, 64), (32, 32), (4, 128)];
    private static readonly (int M, int N)[] AmpereVectorTiles = [(64, 128), (32, 128), (128, 32), (32, 64), (32, 32), (4, 128)];

    // Batched products of plain arrays have one kernel from Ampere on, and small ones before it: three on Volta, three on Turing.
    private static readonly (int M, int N)[] VoltaPlainTiles = [(64, 64), (32, 128), (128, 32)];
    private static readonly (int M, int N)[] PlainTiles = [(64, 128), (64, 64), (32, 128)];
    private static readonly (int M, int N)[] AmperePlainTiles = [(128, 128)];

    // mma.sync: operands pass through registers, so that a warp's share of the tile bounds its size.
    private static readonly (int M, int N)[] SynchronousTiles =
        [(256, 128), (128, 256), (128, 128), (128, 64), (64, 128), (64, 64), (64, 32), (32, 64), (16, 128), (16, 64), (32, 32)];

    // wgmma: 64 rows for each group of four warps, two groups, up to 256 columns. Either operand may take the rows.
    private static readonly (int M, int N)[] GroupTiles =
        [(128, 256), (256, 128), (192, 128), (128, 192), (128, 128), (64, 256), (256, 64), (96, 128), (64, 128), (128, 64), (64, 64),
        (32, 64), (16, 64), (16, 128)];

    // tcgen05: 128 rows for one multiprocessor, 256 for a pair, sums in tensor memory. Either operand may take the rows.
    private static readonly (int M, int N)[] TensorMemoryTiles =
        [(256, 256), (256, 128), (128, 256), (192, 256), (192, 128), (128, 128), (96, 128), (64, 128), (128, 64), (32, 128), (16, 128),
        (16, 64), (64, 64)];

    // A stage is 128 bytes of each row for bulk copies, half of that for others.
    private const int Row = 128 * 8;

    private const int ResultsOfWarp = 32 * 64;
    private const double NarrowWarps = 4;

    // Block-scaled products: 128 rows of activations and up, because the scales of 128 rows lie together.
    private static readonly (int M, int N)[] ScaledTiles = [(256, 256), (128, 256), (256, 128), (128, 128)];

    // Systolic arrays of 128 x 128 fed from a memory of megabytes.
    private static readonly (int M, int N)[] SystolicTiles = [(512, 512), (256, 512), (128, 512), (512, 128), (128, 128), (32, 512)];

    private readonly (int M, int N)[] _tiles;
    private readonly (int M, int N)[] _plain;

    public MatrixUnit(Gpu gpu, NumberFormat format)
    {
        IsVector = format.Rate == "fp32" && gpu.Peak.Fp32Matrix is null;
        bool early = gpu.Generation is "pascal" or "volta" or "turing";
        LoadsThroughRegisters = early;
        int bits = (int)Math.Clamp(format.Bits, 1, 32);
        HalfSideFactor = IsVector ? Math.Max(1, gpu.Sm.Fp32Lanes / 64.0) : 1;
        bool hasTensorMemory = gpu.HasTensorMemory && !IsVector;
        (_tiles, Step) = IsVector || gpu.Generation is "pascal" ? (early || gpu.Vendor != "NVIDIA" ? VectorTiles : AmpereVectorTiles, 8)
            : gpu.Generation is "hopper" ? (GroupTiles, Row / bits)
            : gpu.IsTpu ? (SystolicTiles, 128)
            : hasTensorMemory ? (format.QuantisesActivations ? ScaledTiles : TensorMemoryTiles, Row / bits)
            : (SynchronousTiles, format.UnpackInstructions > 0 ? 64 : Row / 2 / bits);
        (FeedFactor, Shared) = _tiles == GroupTiles || hasTensorMemory ? (1.8, 0.75) : _tiles == SystolicTiles ? (32, 1) : (1, 1);
        bool bulk = FeedFactor > 1;
        Stages = bulk ? 5 : 4;
        OverlapsStart = bulk && _tiles != SystolicTiles;
        Efficiency = gpu.Vendor == "AMD" && !IsVector ? 0.7 : 1;
        EnergyFactor = hasTensorMemory ? 0.8 : _tiles == SystolicTiles ? 0.5 : 1;
        _plain = !IsVector ? _tiles : early ? (gpu.Generation is "volta" ? VoltaPlainTiles : PlainTiles) : gpu.Vendor == "NVIDIA" ? AmperePlainTiles : _tiles;
    }

    /// <summary>Whether the general arithmetic units multiply, for lack of a matrix unit.</summary>
    public bool IsVector { get; }

    /// <summary>
    /// Whether operands pass through registers on their way to shared memory, where narrow loads cost issue slots. Copies
    /// past the registers exist from Ampere on (CUDA programming guide, asynchronous copies).
    /// </summary>
    public bool LoadsThroughRegisters { get; }

    /// <summary>
    /// Shared memory answers 128 bytes a clock whether a multiprocessor has 64 or 128 lanes, so that with twice the lanes a tile
    /// needs twice the side to feed them, and every issue slot that is no multiply-add is lost.
    /// </summary>
    public double HalfSideFactor { get; }

    /// <summary>
    /// Part of what CUTLASS-like kernels reach. For AMD's matrix cores an estimate: none of its GPUs has been held against
    /// measurements here, and public runs of rocBLAS stay well below what the peak and the power limit allow.
    /// </summary>
    public double Efficiency { get; }

    /// <summary>
    /// Energy of an operation relative to mma: tcgen05 reads both operands from shared memory and keeps sums in tensor memory, not in
    /// registers. Set by hand on B200. In a systolic array operands pass from one multiplier to the next and no register is read: an
    /// estimate, with which a TPU keeps its clock, as it does (192 W at most on TPUv4 at 275 TFLOP/s, Jouppi et al., ISCA 2023).
    /// </summary>
    public double EnergyFactor { get; }

    /// <summary>
    /// How much more a pipeline of bulk copies (TMA, from Hopper on) has on its way than one of 16-byte copies: whole tiles of 100 KiB
    /// and more, up to the width of the cache's port.
    /// </summary>
    public double FeedFactor { get; }

    /// <summary>
    /// Part of a tile's inputs that its multiprocessor loads itself: two neighbours in a cluster load half of the shared one
    /// each (multicast from Hopper on, pairs from Blackwell on).
    /// </summary>
    public double Shared { get; }

    /// <summary>
    /// Stages of the pipeline that are on their way: CUTLASS has three to five for compute capability 8 and as many as fill the
    /// shared memory, five to eight, with bulk copies.
    /// </summary>
    public int Stages { get; }

    /// <summary>Whether kernels start while the one before drains (programmatic dependent launch, from Hopper on).</summary>
    public bool OverlapsStart { get; }

    /// <summary>Elements of the sum in one stage of the pipeline.</summary>
    public int Step { get; }

    /// <summary>Output tiles that libraries have.</summary>
    /// <param name="plain">For a batched product of plain arrays rather than a linear layer.</param>
    public ReadOnlySpan<(int M, int N)> Tiles(bool plain) => plain ? _plain : _tiles;

    /// <summary>
    /// How many tiles a multiprocessor could work on in the time that one alone takes: a small tile has too few warps to keep the
    /// vector units busy. A thread of a square tile holds 8 x 8 results; the narrow ones have four warps.
    /// </summary>
    public double RoundsAlone(int tileM, int tileN, double busyWarps) =>
        !IsVector ? 1 : busyWarps / (tileM == tileN && tileM >= 64 ? tileM * tileN / ResultsOfWarp : NarrowWarps);
}

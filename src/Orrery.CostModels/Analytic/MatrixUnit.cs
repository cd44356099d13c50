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
    // ampere_sgemm_128x64_tn and the like. The 32-wide ones slice the sum over four warps.
    private static readonly (int M, int N)[] VectorTiles =
        [(128, 128), (64, 128), (128, 64), (64, 64), (32, 128), (128, 32), (32, 64), (64, 32), (32, 32)];

    // Batched products of plain arrays have one kernel from Ampere on, and small ones before it.
    private static readonly (int M, int N)[] PlainTiles = [(64, 128), (64, 64), (32, 128), (128, 32)];
    private static readonly (int M, int N)[] AmperePlainTiles = [(128, 128)];

    // mma.sync: operands pass through registers, so that a warp's share of the tile bounds its size.
    private static readonly (int M, int N)[] SynchronousTiles =
        [(256, 128), (128, 256), (128, 128), (128, 64), (64, 128), (64, 64), (64, 32), (32, 64), (16, 128), (16, 64), (32, 32)];

    // wgmma: 64 rows for each group of four warps, two groups, up to 256 columns. Either operand may take the rows.
    private static readonly (int M, int N)[] GroupTiles =
        [(128, 256), (256, 128), (192, 128), (128, 192), (128, 128), (64, 256), (256, 64), (96, 128), (64, 128), (128, 64), (64, 64), (32, 64), (16, 64),
        (16, 128)];

    // tcgen05: 128 rows for one multiprocessor, 256 for a pair, sums in tensor memory. Either operand may take the rows.
    private static readonly (int M, int N)[] TensorMemoryTiles =
        [(256, 256), (256, 128), (128, 256), (192, 256), (192, 128), (128, 128), (96, 128), (64, 128), (128, 64), (32, 128), (16, 128), (16, 64), (64, 64)];

    private readonly (int M, int N)[] _tiles;
    private readonly (int M, int N)[] _plain;

    public MatrixUnit(Gpu gpu, NumberFormat format)
    {
        IsVector = format.Rate == "fp32" && gpu.Peak.Fp32Matrix is null;
        bool early = gpu.Generation is "pascal" or "volta" or "turing";
        LoadsThroughRegisters = early;
        bool bulk = gpu.Generation is "hopper" || HasTensorMemory(gpu);
        (FeedFactor, Shared) = bulk ? (1.6, 0.75) : (1, 1);
        (_tiles, Step) = IsVector || gpu.Generation is "pascal" ? (VectorTiles, 8)
            : gpu.Generation is "hopper" ? (GroupTiles, 64)
            : HasTensorMemory(gpu) ? (TensorMemoryTiles, 64)
            : (SynchronousTiles, 32);
        _plain = !IsVector ? _tiles : early ? PlainTiles : gpu.Vendor == "NVIDIA" ? AmperePlainTiles : _tiles;
    }

    /// <summary>Whether the general arithmetic units multiply, for lack of a matrix unit.</summary>
    public bool IsVector { get; }

    /// <summary>
    /// Whether operands pass through registers on their way to shared memory, where narrow loads cost issue slots. Copies
    /// past the registers exist from Ampere on (CUDA programming guide, asynchronous copies).
    /// </summary>
    public bool LoadsThroughRegisters { get; }

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

    /// <summary>Elements of the sum in one stage of the pipeline.</summary>
    public int Step { get; }

    /// <summary>Output tiles that libraries have.</summary>
    /// <param name="plain">For a batched product of plain arrays rather than a linear layer.</param>
    public ReadOnlySpan<(int M, int N)> Tiles(bool plain) => plain ? _plain : _tiles;

    // The small Blackwell chips (compute capability 12) keep mma.sync; their multiprocessors hold 1536 threads, not 2048.
    private static bool HasTensorMemory(Gpu gpu) => gpu.Generation is "blackwell" && gpu.Sm.Threads >= 2048;
}

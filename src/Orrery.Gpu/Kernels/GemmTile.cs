namespace Orrery.Gpu.Kernels;

/// <summary>The tiles of a GEMM with synchronous tensor-core instructions.</summary>
/// <param name="M">Rows of a block.</param>
/// <param name="N">Columns of a block.</param>
/// <param name="K">Depth of a stage, a multiple of 32.</param>
/// <param name="WarpM">Rows of a warp: 16, 32 or 64.</param>
/// <param name="WarpN">Columns of a warp: 16, 32 or 64.</param>
/// <param name="Stages">Stages in shared memory, 2 to 7.</param>
public sealed record GemmTile(int M, int N, int K, int WarpM, int WarpN, int Stages)
{
    /// <summary>Warps of a block.</summary>
    public int Warps => M / WarpM * (N / WarpN);
}

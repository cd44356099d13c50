namespace Orrery.Gpu.Kernels.Gemm;

/// <summary>The tiles of a matrix product.</summary>
/// <param name="M">Rows of a block.</param>
/// <param name="N">Columns of a block.</param>
/// <param name="K">Elements of the sum in a stage, a multiple of a matrix instruction's depth.</param>
/// <param name="WarpM">Rows of a warp: 16, 32 or 64.</param>
/// <param name="WarpN">Columns of a warp: 16, 32 or 64.</param>
/// <param name="Stages">Stages in shared memory, 2 to 7.</param>
public sealed record GemmTile(int M, int N, int K, int WarpM, int WarpN, int Stages)
{
    /// <summary>Warps of a block.</summary>
    public int Warps => WarpsDown * WarpsAcross;

    /// <summary>Warps above each other.</summary>
    public int WarpsDown => Math.Max(1, M / WarpM);

    /// <summary>Warps side by side.</summary>
    public int WarpsAcross => Math.Max(1, N / WarpN);

    /// <summary>
    /// Registers of a thread: sums in 32 bits, two buffers of operands, and 64 for addresses, loops and the rest; kernels of cuBLAS with
    /// 64 x 64 results a warp have 230 to 255.
    /// </summary>
    public int Registers => Math.Min(255, 64 + WarpM * WarpN / 32 + (WarpM + WarpN) / 2);
}

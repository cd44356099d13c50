namespace Orrery.Gpu.Kernels.Gemm;

/// <summary>The tile of a product with bulk copies and asynchronous matrix instructions.</summary>
/// <param name="M">Rows of a block.</param>
/// <param name="N">Columns of a block.</param>
/// <param name="K">Elements of the sum in a stage.</param>
/// <param name="Stages">Stages in shared memory, 2 to 15.</param>
public sealed record BulkTile(int M, int N, int K, int Stages)
{
    private const int GroupRows = 64;
    private const int LargeRows = 128;

    /// <summary>
    /// Whether the columns of the product take the instruction's rows, which come by 64: so narrow tiles of few rows of activations waste
    /// nothing.
    /// </summary>
    public bool IsSwapped => M % LargeRows != 0 && (N % LargeRows == 0 || M % GroupRows != 0);

    /// <summary>Rows that instructions cover.</summary>
    public int Rows => IsSwapped ? N : M;

    /// <summary>Columns of an instruction.</summary>
    public int Columns => IsSwapped ? M : N;

    /// <summary>Groups of four warps that multiply: two from 128 rows on, as CUTLASS's cooperative kernels.</summary>
    public int Groups => Rows >= LargeRows ? 2 : 1;

    /// <summary>Instructions of a group one below the other.</summary>
    public int InstructionsDown => Math.Max(1, Rows / GroupRows / Groups);

    /// <summary>Rows of an instruction of the whole multiprocessor: 64 or 128.</summary>
    public int BlockRows => Math.Min(LargeRows, Rows);

    /// <summary>How the warps that store share the tile: whole rows.</summary>
    /// <param name="warps">Warps that store.</param>
    public GemmTile Output(int warps) => new(M, N, K, Math.Max(1, M / warps), N, Stages);
}

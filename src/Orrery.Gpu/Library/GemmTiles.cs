using Orrery.Gpu.Kernels.Gemm;
using Orrery.Gpu.Machines;

namespace Orrery.Gpu.Library;

/// <summary>
/// Warps, depth and stages for a block's tile, by rules that give what the kernels of cuBLAS and CUTLASS have: 256 x 128 in eight warps and
/// 64 x 3 stages, 128 x 128 in four and 32 x 5, 64 x 64 in four and 64 x 5 (names of cuBLAS kernels in profiles on A100).
/// </summary>
internal static class GemmTiles
{
    private const int LargeTile = 128 * 128;
    private const int LeastSide = 16;
    private const int RowBits = 1024;
    private const int FewStages = 3;
    private const int ManyStages = 6;
    private const int SystemShared = 1024;

    // Two mbarriers a stage and one for the end, of the 31 of a block; names of cuBLAS kernels on Hopper have up to 16.
    private const int MostBulkStages = 15;

    // 128 lanes by 512 columns of 32 bits (PTX ISA, tensor memory).
    private const int TensorMemorySums = 128 * 512;

    // So many stages of two blocks each are worth more than more stages of one.
    private const int EnoughBulkStages = 6;

    // Depth of an asynchronous matrix instruction.
    private const int BulkBits = 256;

    // Two blocks hide each other's start, end and barriers.
    private const int BlocksWanted = 2;

    /// <summary>The tile of a kernel.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="m">Rows of a block.</param>
    /// <param name="n">Columns of a block.</param>
    /// <param name="problem">The product.</param>
    /// <param name="mma">The matrix instruction.</param>
    public static GemmTile Of(GpuMachine machine, int m, int n, GemmProblem problem, MmaShape mma)
    {
        (int warpM, int warpN) = WarpOf(m, n);
        int bits = Math.Max(problem.Numbers.Activation.Bits, problem.Numbers.Weight.Bits);
        int whole = Math.Max(mma.K, RowBits / bits);
        int sum = (problem.K + mma.K - 1) / mma.K * mma.K;
        var tile = new GemmTile(m, n, whole, warpM, warpN, FewStages);
        if (machine.Micro.Generation is "volta" or "turing") return tile with { K = Math.Min(sum, Math.Max(mma.K, whole / 2)), Stages = 2 };
        long registers = (long)machine.Gpu.Sm.Registers.BaseValue / 4 / (tile.Registers * 32L * tile.Warps);
        for (int blocks = (int)Math.Clamp(registers, 1, BlocksWanted); blocks > 0; blocks--)
        {
            foreach (int depth in (ReadOnlySpan<int>)[whole, Math.Max(mma.K, whole / 2)])
            {
                int stages = StagesOf(machine, tile with { K = depth }, problem.Numbers, blocks);
                if (stages >= FewStages) return tile with { K = Math.Min(sum, depth), Stages = Math.Min(ManyStages, stages) };
            }
        }
        return tile with { K = Math.Min(sum, Math.Max(mma.K, whole / 2)), Stages = 2 };
    }

    /// <summary>The tile of a kernel with bulk copies: stages of 128 bytes a row, as many as shared memory holds for two blocks, or for one of large tiles.</summary>
    public static BulkTile Bulk(GpuMachine machine, int m, int n, GemmProblem problem)
    {
        // A tile that fills tensor memory is that of a pair: next to half of it there is room for the next one.
        if (machine.Micro.Generation == "blackwell" && m * n >= TensorMemorySums) (m, n) = m >= n ? (m / 2, n) : (m, n / 2);
        int bits = Math.Max(problem.Numbers.Activation.Bits, problem.Numbers.Weight.Bits);
        int sum = (problem.K * bits + BulkBits - 1) / BulkBits * BulkBits / bits;
        var tile = new GemmTile(m, n, Math.Min(sum, RowBits / bits), m, n, FewStages);
        int ofTwo = StagesOf(machine, tile, problem.Numbers, BlocksWanted);
        int stages = ofTwo >= EnoughBulkStages ? ofTwo : StagesOf(machine, tile, problem.Numbers, 1);
        return new BulkTile(m, n, tile.K, Math.Clamp(stages, 2, MostBulkStages));
    }

    /// <summary>A tile halved, the longer side first, until there are four warps, or eight where it is large.</summary>
    public static (int M, int N) WarpOf(int m, int n)
    {
        int warps = m * n > LargeTile ? 8 : 4;
        for (int have = 1; have < warps; have *= 2)
        {
            if (m >= n && m % (2 * LeastSide) == 0) m /= 2;
            else if (n % (2 * LeastSide) == 0) n /= 2;
            else if (m % (2 * LeastSide) == 0) m /= 2;
            else break;
        }
        return (m, n);
    }

    private static int StagesOf(GpuMachine machine, GemmTile tile, GemmNumbers numbers, int blocks)
    {
        long bytes = numbers.Activation.Bytes((long)tile.M * tile.K) + numbers.Activation.ScaleBytes((long)tile.M * tile.K)
            + numbers.Weight.Bytes((long)tile.N * tile.K) + numbers.Weight.ScaleBytes((long)tile.N * tile.K);
        return (int)(((long)machine.Gpu.Sm.Shared.BaseValue / blocks - SystemShared) / bytes);
    }
}

using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Analytic;

/// <summary>
/// One kernel for the multiplications of all experts of a GPU. Every expert fills up its last block of rows, so that many experts with
/// few rows compute mostly padding.
/// </summary>
internal static class GroupedGemmCost
{
    public static OperatorCost Of(GroupedGemm gemm, Machine machine)
    {
        // vLLM's default for shapes that nobody has tuned: no more tokens than experts, or more.
        (int tileM, int tileN) = gemm.Load.Tokens <= gemm.Load.Local ? (16, 32) : (64, 64);
        double tiles = (double)gemm.Load.Blocks(tileM) * Math.Ceiling((double)gemm.N / tileN);
        double side = (double)tileM * tileN / (tileM + tileN);
        double rate = machine.Peak / machine.Sms * machine.Constants.Moe.TensorEfficiency * side
            / (side + machine.Constants.Moe.TileHalfSide);
        double perTile = 2.0 * tileM * tileN * gemm.K / rate;

        // Several small tiles share a multiprocessor, so that it is never idle for long: the last round costs one tile.
        double compute = Math.Max(Math.Max(tiles / machine.Sms, 1) * perTile, gemm.Flops / machine.PowerLimited);
        double bytes = gemm.Format.Bytes;
        double throughL2 = (tiles * gemm.K * ((tileM * bytes) + (tileN * gemm.Format.WeightBytes)))
            + (gemm.Load.Total * (double)gemm.N * gemm.Format.OutputBytes);

        // The rows of experts on other GPUs get zeros.
        double elsewhere = (gemm.Load.Choices - gemm.Load.Total) * (double)gemm.N * gemm.Format.OutputBytes;
        double memory = machine.MemorySeconds(gemm.Bytes + elsewhere, tiles) / machine.Constants.Moe.MemoryEfficiency;
        return Overlapped.Cost(machine, compute, memory, throughL2 / machine.L2, machine.Constants.Memory.KernelSeconds) with
        {
            Tiling = new Tiling(tileM, tileN, 1, tiles, tiles / machine.Sms),
        };
    }

    /// <summary>Sorting the choices of tokens by expert: two small kernels.</summary>
    public static OperatorCost Of(ExpertSort sort, Machine machine)
    {
        double launch = (2 * machine.Constants.Memory.KernelSeconds) + machine.Constants.Moe.SortSeconds;
        return Overlapped.Cost(machine, sort.Flops / machine.Vector, machine.MemorySeconds(sort.Bytes, machine.Sms), sort.Bytes / machine.L2,
            launch) with { Kernels = 2 };
    }
}

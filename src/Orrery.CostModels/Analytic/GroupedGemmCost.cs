using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Analytic;

/// <summary>
/// One kernel for the multiplications of all experts of a GPU. Every expert fills up its last block of rows, so that many experts with
/// few rows compute mostly padding.
/// </summary>
internal static class GroupedGemmCost
{
    private const int NodeGpus = 8;

    private static ReadOnlySpan<int> Rows => [16, 32, 64, 128];

    private static ReadOnlySpan<int> Columns => [32, 64, 128, 256];

    public static OperatorCost Of(GroupedGemm gemm, Machine machine)
    {
        if (!IsTuned(gemm, machine))
        {
            return gemm.Load.Tokens <= gemm.Load.Local ? OfTile(gemm, machine, 16, 32, 64) : OfTile(gemm, machine, 64, 64, 32);
        }

        OperatorCost best = new(double.PositiveInfinity, Bound.Compute, default);
        foreach (int tileM in Rows)
        {
            foreach (int tileN in Columns)
            {
                OperatorCost cost = OfTile(gemm, machine, tileM, tileN, 64);
                best = cost.Seconds < best.Seconds ? cost : best;
            }
        }

        return best;
    }

    // Serving engines ship tiles that were searched for the popular ways to serve a model: all experts on each of up to eight GPUs of a
    // node, whose memory holds their share. Elsewhere vLLM's two defaults run: no more tokens than experts, or more.
    private static bool IsTuned(GroupedGemm gemm, Machine machine) =>
        gemm.Shards <= NodeGpus && gemm.SharedLayerBytes > 0
        && gemm.SharedLayerBytes * machine.Constants.Moe.ServedLayers <= machine.Gpu.Memory.Capacity.Bytes;

    /// <summary>Elements of the sum in a step of the tile that was chosen.</summary>
    public static int StepOf(GroupedGemm gemm, Machine machine) =>
        IsTuned(gemm, machine) || gemm.Load.Tokens <= gemm.Load.Local ? 64 : 32;

    private static OperatorCost OfTile(GroupedGemm gemm, Machine machine, int tileM, int tileN, int stepK)
    {
        GroupedGemmRun run = GroupedGemmRun.Of(gemm, machine, tileM, tileN, stepK);
        double factor = machine.Energy.ClockFactor(run);
        OperatorCost cost = Overlapped.Cost(
            machine, run.Compute(factor), run.Memory(factor), run.L2(factor), machine.Constants.Memory.KernelSeconds);
        return cost with
        {
            ClockFactor = factor,
            Joules = machine.Energy.Joules(run.CoreJoules, run.MemoryJoules, factor, cost.Seconds),
            Tiling = new Tiling(tileM, tileN, 1, run.Tiles, run.Tiles / machine.Sms),
        };
    }

    /// <summary>Sorting the choices of tokens by expert: two small kernels.</summary>
    public static OperatorCost Of(ExpertSort sort, Machine machine)
    {
        double launch = (2 * machine.Constants.Memory.KernelSeconds) + machine.Constants.Moe.SortSeconds;
        return Overlapped.Cost(machine, sort.Flops / machine.Vector, machine.MemorySeconds(sort.Bytes, machine.Sms), sort.Bytes / machine.L2,
            launch) with
        { Kernels = 2 };
    }
}

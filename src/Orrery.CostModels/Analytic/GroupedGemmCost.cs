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
        (int tileM, int tileN, int stepK) = gemm.Load.Tokens <= gemm.Load.Local ? (16, 32, 64) : (64, 64, 32);
        GroupedGemmRun run = GroupedGemmRun.Of(gemm, machine, tileM, tileN, stepK);
        double factor = machine.Energy.ClockFactor(run);
        OperatorCost cost = Overlapped.Cost(machine, run.Compute(factor), run.Memory(factor), run.L2(factor), machine.Constants.Memory.KernelSeconds);
        return cost with
        {
            ClockFactor = factor,
            Joules = machine.Energy.Joules(run.CoreJoules, run.Bytes * machine.Energy.PerMemoryByte, factor, cost.Seconds),
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

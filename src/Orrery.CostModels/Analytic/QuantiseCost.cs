using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Analytic;

/// <summary>
/// The kernels before a multiplication in a narrow format: one clears the scales, which are padded to whole tiles, the other
/// reads 16-bit activations and writes them narrow, with their scales (vLLM's scaled_fp4_quant and its like).
/// </summary>
internal static class QuantiseCost
{
    /// <summary>Kernels that are started.</summary>
    public const int Kernels = 2;

    private const double WideBytes = 2;

    /// <summary>The cost of all kernels, one after the other.</summary>
    public static OperatorCost Before(Gemm gemm, Machine machine, in OperatorCost multiplication)
    {
        double bytes = gemm.Groups * (double)gemm.M * gemm.K * (WideBytes + gemm.Format.Bytes);
        double missing = bytes * (1 - machine.Resident(bytes));
        double part = machine.Constants.Gemm.QuantisePart;
        double start = Kernels * machine.StartSeconds;
        OperatorCost quantise = Overlapped.Tiles(0, missing / machine.Memory / part, bytes / machine.L2 / part, start);
        double joules = machine.Energy.Joules(bytes * machine.Energy.PerL2Byte, missing * machine.Energy.PerMemoryByte, 1, quantise.Seconds);
        CostBreakdown a = multiplication.Breakdown, b = quantise.Breakdown;
        return multiplication with
        {
            Seconds = multiplication.Seconds + quantise.Seconds,
            Breakdown = new CostBreakdown(a.Compute, a.Memory + b.Memory, a.L2 + b.L2, a.Launch + b.Launch),
            Joules = multiplication.Joules + joules,
            Kernels = multiplication.Kernels + Kernels,
        };
    }
}

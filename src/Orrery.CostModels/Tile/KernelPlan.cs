using Orrery.CostModels.Analytic;
using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Tile;

/// <summary>The kernels of an operator, one after the other.</summary>
internal static class KernelPlan
{
    /// <param name="work">The operator.</param>
    /// <param name="tiling">How the closed forms would cut it; both fidelities stand for the same library.</param>
    /// <param name="machine">The machine.</param>
    public static IReadOnlyList<TileKernel> Of(Operator work, Tiling tiling, Machine machine)
    {
        switch (work)
        {
            case Gemm gemm:
                GemmWork sums = GemmWork.Of(gemm);
                TileKernel product = GemmKernel.Of(sums, tiling, machine);
                return tiling.Splits > 1
                    ? [product, StreamKernel.Reduction(machine, sums.PartialBytes(tiling.Splits), sums.OutputBytes)] : [product];

            case Attention attention:
                TileKernel fused = AttentionKernel.Of(attention, tiling, machine);
                double values = (double)attention.Batch * attention.Heads * attention.Queries * attention.HeadDim;
                return tiling.Splits > 1
                    ? [fused, StreamKernel.Reduction(machine, values * tiling.Splits * sizeof(float), values * attention.Format.Bytes)]
                    : [fused];

            default:
                return [StreamKernel.Of(work, machine)];
        }
    }
}

using Orrery.CostModels.Analytic;
using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Tile;

/// <summary>The kernels of an operator, one after the other.</summary>
internal static class KernelPlan
{
    /// <param name="work">The operator.</param>
    /// <param name="closed">
    /// What the closed forms say: how a library cuts the work and the clock under the power limit. Both fidelities stand for the
    /// same library.
    /// </param>
    /// <param name="machine">The machine.</param>
    public static IReadOnlyList<TileKernel> Of(Operator work, OperatorCost closed, Machine machine) => work switch
    {
        Gemm gemm => OfGemm(gemm, closed, machine),
        Attention attention => OfAttention(attention, closed.Tiling.Splits, machine),
        CacheWrite write => [StreamKernel.Of(CacheWriteCost.RowsOf(write, machine), machine, work.Bytes)],
        _ when StreamCost.RowsOf(work, out RowKernel rows) => [StreamKernel.Of(rows, machine, work.Bytes)],
        _ => [StreamKernel.Of(StreamCost.FlatOf(work), machine, work.Bytes, StreamCost.ChainSeconds(work, machine))],
    };

    private static List<TileKernel> OfGemm(Gemm gemm, OperatorCost closed, Machine machine)
    {
        List<TileKernel> kernels = [];
        if (gemm.Format.QuantisesActivations)
        {
            // Activations arrive in 16 bit.
            double bytes = gemm.Groups * (double)gemm.M * gemm.K * (2 + gemm.Format.Bytes);
            double start = (machine.Constants.Gemm.StartClocks / machine.Clock) + machine.Constants.Gemm.TileSeconds;
            kernels.Add(StreamKernel.Quantisation(machine, bytes, start));
        }

        GemmWork sums = GemmWork.Of(gemm, machine);
        Tiling tiling = closed.Tiling;
        kernels.Add(GemmKernel.Of(sums, tiling, machine, closed.ClockFactor));
        if (tiling.Splits > 1)
        {
            kernels.Add(StreamKernel.Reduction(machine, sums.PartialBytes(tiling.Splits), sums.OutputBytes, sums.OutputCold,
                machine.Constants.Gemm.SplitSeconds));
        }

        return kernels;
    }

    private static List<TileKernel> OfAttention(Attention attention, int splits, Machine machine)
    {
        List<TileKernel> kernels = [AttentionTiles.Of(attention, splits, machine)];
        AttentionKernel kernel = AttentionKernel.Of(attention, machine);
        if (splits > 1 && !kernel.MergesInside)
        {
            double values = (double)attention.Batch * attention.Heads * attention.Queries * attention.ValueDim;
            double seconds = machine.Constants.Memory.KernelSeconds + AttentionCost.MergeSeconds(kernel, splits, machine);
            kernels.Add(StreamKernel.Reduction(machine, values * splits * sizeof(float), values * attention.Format.OutputBytes, 1, seconds));
        }

        return kernels;
    }
}

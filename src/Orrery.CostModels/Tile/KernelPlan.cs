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
        GroupedGemm grouped => OfGroups(grouped, closed, machine),
        Attention attention => OfAttention(attention, closed, machine),
        ExpertSort sort => [StreamKernel.Move(machine, sort.Bytes, sort.Bytes,
            (2 * machine.Constants.Memory.KernelSeconds) + machine.Constants.Moe.SortSeconds)],
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
            kernels.Add(StreamKernel.Move(machine, bytes, bytes * (1 - machine.Resident(bytes)), QuantiseCost.Kernels * machine.StartSeconds));
        }

        GemmWork sums = GemmWork.Of(gemm, machine);
        Tiling tiling = closed.Tiling;
        if (tiling.M == 1)
        {
            // One row: a kernel without tiles, which streams the weights.
            kernels.Add(StreamKernel.Move(machine, gemm.Bytes, GemmTraffic.Of(gemm, machine).Compulsory, closed.Breakdown.Launch));
            return kernels;
        }

        kernels.Add(GemmKernel.Of(sums, tiling, GemmRates.Of(sums, tiling, machine, closed.ClockFactor), machine));
        if (tiling.Splits > 1)
        {
            kernels.Add(StreamKernel.Reduction(machine, sums.PartialBytes(tiling.Splits), sums.OutputBytes, sums.OutputCold,
                machine.Constants.Gemm.SplitSeconds));
        }

        return kernels;
    }

    private static List<TileKernel> OfGroups(GroupedGemm grouped, OperatorCost closed, Machine machine)
    {
        GemmWork sums = new(grouped.Load.Rows.ToArray(), grouped.N, grouped.K, grouped.Format);
        GemmRates rates = GemmRates.OfGroups(grouped, closed.Tiling, machine, closed.ClockFactor);
        List<TileKernel> kernels = [GemmKernel.Of(sums, closed.Tiling, rates, machine)];

        // The rows of experts on other GPUs get zeros.
        double elsewhere = (grouped.Load.Choices - grouped.Load.Total) * (double)grouped.N * grouped.Format.OutputBytes;
        if (elsewhere > 0)
        {
            kernels.Add(StreamKernel.Move(machine, elsewhere, elsewhere, 0));
        }

        return kernels;
    }

    private static List<TileKernel> OfAttention(Attention attention, OperatorCost closed, Machine machine)
    {
        int splits = closed.Tiling.Splits;
        List<TileKernel> kernels = [AttentionTiles.Of(attention, splits, machine, closed.ClockFactor)];
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

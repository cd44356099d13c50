using Orrery.CostModels.Analytic;
using Orrery.Workloads.Formats;
using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Tile;

/// <summary>What a multiplication kernel has to do.</summary>
/// <param name="GroupRows">Rows of A in each group.</param>
/// <param name="N">Columns of B.</param>
/// <param name="K">Elements of one sum.</param>
/// <param name="Format">Number format.</param>
internal sealed record GemmWork(IEnumerable<int> GroupRows, int N, int K, NumberFormat Format)
{
    /// <summary>Whether one number for each output column is added.</summary>
    public bool Bias { get; init; }

    /// <summary>Part of its rate that a tile keeps where rows are not aligned.</summary>
    public double Aligned { get; init; } = 1;

    /// <summary>Part of A that is not in the last-level cache when the kernel starts.</summary>
    public double RowsCold { get; init; } = 1;

    /// <summary>Part of B that is not in the last-level cache when the kernel starts.</summary>
    public double ColumnsCold { get; init; } = 1;

    /// <summary>Part of the output that does not stay in the last-level cache for the next kernel.</summary>
    public double OutputCold { get; init; } = 1;

    /// <summary>Results of all groups.</summary>
    public double Results => GroupRows.Sum(rows => (double)rows) * N;

    /// <summary>Bytes of the results in memory.</summary>
    public double OutputBytes => Results * Format.OutputBytes;

    /// <summary>The work of an operator with equal groups; what the cache holds is as in the closed forms.</summary>
    public static GemmWork Of(Gemm gemm, Machine machine)
    {
        double activations = gemm.Groups * (double)gemm.M * gemm.K * gemm.Format.Bytes;
        double results = gemm.Groups * (double)gemm.M * gemm.N * gemm.Format.OutputBytes;
        double passing = 1 - machine.Resident(activations + results);
        return new GemmWork(Enumerable.Repeat(gemm.M, gemm.Groups), gemm.N, gemm.K, gemm.Format)
        {
            Bias = gemm.Bias,
            Aligned = GemmCost.AlignedPart(gemm, machine),
            RowsCold = passing,
            ColumnsCold = 1 - machine.Resident(gemm.WeightDistance),
            OutputCold = passing,
        };
    }

    /// <summary>Bytes of the partial sums of a split, which a second kernel adds up.</summary>
    public double PartialBytes(int splits) => Results * splits * sizeof(float);
}

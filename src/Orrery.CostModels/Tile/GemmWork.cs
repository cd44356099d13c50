using Orrery.Workloads.Formats;
using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Tile;

/// <summary>What a multiplication kernel has to do.</summary>
/// <param name="GroupRows">Rows of A in each group.</param>
/// <param name="N">Columns of B.</param>
/// <param name="K">Elements of one sum.</param>
/// <param name="Format">Number format.</param>
/// <param name="Bias">Whether one number for each output column is added.</param>
internal sealed record GemmWork(IEnumerable<int> GroupRows, int N, int K, NumberFormat Format, bool Bias = false)
{
    /// <summary>The work of an operator with equal groups.</summary>
    public static GemmWork Of(Gemm gemm) =>
        new(Enumerable.Repeat(gemm.M, gemm.Groups), gemm.N, gemm.K, gemm.Format, gemm.Bias);

    /// <summary>Results of all groups.</summary>
    public double Results => GroupRows.Sum(rows => (double)rows) * N;

    /// <summary>Bytes of the results in memory.</summary>
    public double OutputBytes => Results * Format.OutputBytes;

    /// <summary>Bytes of the partial sums of a split, which a second kernel adds up.</summary>
    public double PartialBytes(int splits) => Results * splits * sizeof(float);
}

using System.Globalization;
using Orrery.Workloads.Formats;

namespace Orrery.Workloads.Operators;

/// <summary>
/// The same multiplication for every expert of a GPU in one kernel, each with rows and a weight matrix of its own:
/// (rows of the expert x K)(K x N).
/// </summary>
/// <param name="Name">Its part in the layer.</param>
/// <param name="Format">Format of rows and weights.</param>
/// <param name="Load">Rows of each expert.</param>
/// <param name="N">Output width.</param>
/// <param name="K">Elements of one sum.</param>
public sealed record GroupedGemm(string Name, NumberFormat Format, ExpertLoad Load, int N, int K) : Operator(Name, Format)
{
    /// <summary>Whether a row is a token's, read by each of its experts; otherwise every choice has a row of its own.</summary>
    public bool Gathers { get; init; }

    /// <summary>
    /// Bytes of all expert weights of the layer on this GPU where every GPU has a share of all experts; 0 where experts are spread.
    /// </summary>
    public double SharedLayerBytes { get; init; }

    /// <summary>GPUs over which each expert is split.</summary>
    public int Shards { get; init; } = 1;

    /// <summary>Rows of input that lie apart in memory.</summary>
    public long InputRows => Gathers ? Math.Min(Load.Tokens, Load.Total) : Load.Total;

    public override string Kind => "grouped gemm";

    public override string Shape => string.Create(CultureInfo.InvariantCulture,
        $"{Load.Busy} experts, {Load.Total} rows x {N} x {K}");

    /// <summary>2 N K for each row of this GPU.</summary>
    public override double Flops => 2.0 * Load.Total * N * K;

    /// <summary>Rows and the weights of busy experts read, results written.</summary>
    public override double Bytes => ((double)InputRows * K * Format.Bytes) + WeightBytes + (Load.Total * (double)N * Format.OutputBytes);

    /// <summary>Bytes of the weights of experts that have rows.</summary>
    public double WeightBytes => (double)Load.Busy * N * K * Format.WeightBytes;
}

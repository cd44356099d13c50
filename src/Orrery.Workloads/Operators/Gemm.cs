using System.Globalization;
using Orrery.Workloads.Formats;

namespace Orrery.Workloads.Operators;

/// <summary>
/// A matrix multiplication: <paramref name="Groups"/> times (M x K)(K x N), with an optional bias in the same kernel.
/// </summary>
/// <param name="Name">Its part in the layer.</param>
/// <param name="Format">Format of inputs and output; sums are kept in a wider one.</param>
/// <param name="M">Rows: tokens.</param>
/// <param name="N">Output width.</param>
/// <param name="K">Elements of one sum.</param>
/// <param name="Groups">Equal multiplications with matrices of their own: experts, batched matrices.</param>
/// <param name="Bias">Whether one number for each output column is added.</param>
public sealed record Gemm(string Name, NumberFormat Format, int M, int N, int K, int Groups = 1, bool Bias = false)
    : Operator(Name, Format)
{
    public override string Kind => "gemm";

    /// <summary>How the operands lie in memory.</summary>
    public Layout Layout { get; init; }

    /// <summary>
    /// Bytes that pass through the caches between two uses of the same weights; infinite where they come from device memory, as
    /// in a model whose layers are larger than the cache.
    /// </summary>
    public double WeightDistance { get; init; } = double.PositiveInfinity;

    /// <summary>
    /// Switching of the data wires relative to random numbers: 1 for random data, less for zeros. It changes energy alone, and with
    /// it the clock under a power limit.
    /// </summary>
    public double Switching { get; init; } = 1;

    public override string Shape =>
        string.Create(CultureInfo.InvariantCulture, $"{(Groups > 1 ? $"{Groups} x " : "")}{M} x {N} x {K}");

    /// <summary>2 M N K, and M N additions for a bias.</summary>
    public override double Flops => Groups * ((2.0 * M * N * K) + (Bias ? (double)M * N : 0));

    /// <summary>A and B read, C written.</summary>
    public override double Bytes => Groups
        * (((double)M * K * Format.Bytes) + ((double)K * N * Format.WeightBytes) + (((double)M * N) + (Bias ? N : 0)) * Format.OutputBytes);
}

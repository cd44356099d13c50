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

    public override string Shape =>
        string.Create(CultureInfo.InvariantCulture, $"{(Groups > 1 ? $"{Groups} x " : "")}{M} x {N} x {K}");

    /// <summary>2 M N K, and M N additions for a bias.</summary>
    public override double Flops => Groups * ((2.0 * M * N * K) + (Bias ? (double)M * N : 0));

    /// <summary>A and B read, C written.</summary>
    public override double Bytes => Groups
        * (((double)M * K * Format.Bytes) + ((double)K * N * Format.WeightBytes) + (((double)M * N) + (Bias ? N : 0)) * Format.OutputBytes);
}

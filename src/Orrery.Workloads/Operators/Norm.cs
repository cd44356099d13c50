using System.Globalization;
using Orrery.Workloads.Formats;

namespace Orrery.Workloads.Operators;

/// <summary>RMSNorm or LayerNorm over the rows of an array.</summary>
/// <param name="Name">Its part in the layer.</param>
/// <param name="Format">Format in memory; sums are kept in FP32.</param>
/// <param name="Rows">Rows: tokens.</param>
/// <param name="Columns">Elements that are normalised together.</param>
/// <param name="Rms">RMSNorm (one weight an element) or LayerNorm (weight and bias).</param>
/// <param name="Residual">Whether the kernel first adds the array to the residual stream, and writes that too.</param>
public sealed record Norm(string Name, NumberFormat Format, int Rows, int Columns, bool Rms, bool Residual = false)
    : Operator(Name, Format)
{
    public override string Kind => "norm";

    public override string Shape =>
        string.Create(CultureInfo.InvariantCulture, $"{Rows} x {Columns}{(Residual ? " with residual" : "")}");

    /// <summary>RMSNorm: square, add, scale, weight. LayerNorm: add, subtract, square, add, scale, weight, bias.</summary>
    public override double Flops => ((Rms ? 4.0 : 7.0) + (Residual ? 1 : 0)) * Rows * Columns;

    /// <summary>The array read and written, with a residual two arrays; the weights read.</summary>
    public override double Bytes => (((Residual ? 4.0 : 2.0) * Rows * Columns) + ((Rms ? 1 : 2) * Columns)) * Format.Bytes;
}

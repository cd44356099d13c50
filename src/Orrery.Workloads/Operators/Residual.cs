using System.Globalization;
using Orrery.Workloads.Formats;

namespace Orrery.Workloads.Operators;

/// <summary>The sum of a block's input and output.</summary>
/// <param name="Name">Its part in the layer.</param>
/// <param name="Format">Format in memory.</param>
/// <param name="Rows">Rows: tokens.</param>
/// <param name="Columns">Width.</param>
public sealed record Residual(string Name, NumberFormat Format, int Rows, int Columns) : Operator(Name, Format)
{
    public override string Kind => "residual";

    public override string Shape => string.Create(CultureInfo.InvariantCulture, $"{Rows} x {Columns}");

    /// <summary>One addition an element.</summary>
    public override double Flops => (double)Rows * Columns;

    /// <summary>Two reads and one write.</summary>
    public override double Bytes => 3.0 * Rows * Columns * Format.Bytes;
}

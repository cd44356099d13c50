using System.Globalization;
using Orrery.Workloads.Formats;

namespace Orrery.Workloads.Operators;

/// <summary>Converts an array from one number format to another, with the scales of its blocks; both ways.</summary>
/// <param name="Name">Its part in the layer.</param>
/// <param name="Format">Format of the input.</param>
/// <param name="To">Format of the output.</param>
/// <param name="Rows">Rows: tokens.</param>
/// <param name="Columns">Width.</param>
public sealed record Quantise(string Name, NumberFormat Format, NumberFormat To, int Rows, int Columns) : Operator(Name, Format)
{
    public override string Kind => "quantise";

    public override string Shape => string.Create(CultureInfo.InvariantCulture, $"{Rows} x {Columns} {Format} to {To}");

    /// <summary>To fewer bits: magnitude, maximum of the block, scale, round. To more bits: scale.</summary>
    public override double Flops => (To.Bits < Format.Bits ? 4.0 : 1.0) * Rows * Columns;

    /// <summary>Read in one format, written in the other, each with its scales.</summary>
    public override double Bytes => (Format.Bytes + To.Bytes) * Rows * Columns;
}

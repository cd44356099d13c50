using System.Globalization;
using Orrery.Workloads.Formats;

namespace Orrery.Workloads.Operators;

/// <summary>Rotary position embedding: pairs of elements of every query and key head are turned, in place.</summary>
/// <param name="Name">Its part in the layer.</param>
/// <param name="Format">Format in memory.</param>
/// <param name="Rows">Rows: tokens.</param>
/// <param name="Columns">Elements of a token's queries and keys together.</param>
public sealed record Rope(string Name, NumberFormat Format, int Rows, int Columns) : Operator(Name, Format)
{
    public override string Kind => "rope";

    public override string Shape => string.Create(CultureInfo.InvariantCulture, $"{Rows} x {Columns}");

    /// <summary>Four multiplications and two additions for a pair.</summary>
    public override double Flops => 3.0 * Rows * Columns;

    /// <summary>Read and written. The table of sines and cosines serves every layer and is not counted.</summary>
    public override double Bytes => 2.0 * Rows * Columns * Format.Bytes;
}

using System.Globalization;
using Orrery.Workloads.Formats;

namespace Orrery.Workloads.Operators;

/// <summary>Softmax over the rows of an array, as a kernel of its own.</summary>
/// <param name="Name">Its part in the layer.</param>
/// <param name="Format">Format in memory; sums are kept in FP32.</param>
/// <param name="Rows">Rows: for attention, sequences times heads times queries.</param>
/// <param name="Columns">Elements that add up to one: for attention, the keys.</param>
public sealed record Softmax(string Name, NumberFormat Format, int Rows, int Columns) : Operator(Name, Format)
{
    public override string Kind => "softmax";

    public override string Shape => string.Create(CultureInfo.InvariantCulture, $"{Rows} x {Columns}");

    /// <summary>Maximum, subtract, exponential, sum, divide.</summary>
    public override double Flops => 5.0 * Rows * Columns;

    /// <summary>Read once, written once.</summary>
    public override double Bytes => 2.0 * Rows * Columns * Format.Bytes;
}

using System.Globalization;
using Orrery.Workloads.Formats;

namespace Orrery.Workloads.Operators;

/// <summary>One function of every element of one or two arrays: residual sums, activations, scalings, copies.</summary>
/// <param name="Name">Its part in the layer.</param>
/// <param name="Format">Format in memory.</param>
/// <param name="Rows">Rows: tokens.</param>
/// <param name="Columns">Width.</param>
/// <param name="Function">What is done to an element.</param>
public sealed record Elementwise(string Name, NumberFormat Format, int Rows, int Columns, ElementFunction Function)
    : Operator(Name, Format)
{
    public override string Kind => "elementwise";

    public override string Shape => string.Create(CultureInfo.InvariantCulture, $"{Rows} x {Columns} {Function}");

    public override double Flops => Function.Flops * Rows * Columns;

    /// <summary>Each operand read once, the result written once.</summary>
    public override double Bytes => (Function.Reads + Function.Writes) * Rows * Columns * Format.Bytes;
}

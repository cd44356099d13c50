using System.Globalization;
using Orrery.Workloads.Formats;

namespace Orrery.Workloads.Operators;

/// <summary>The function between the MLP's projections, multiplied with the up projection where the MLP is gated.</summary>
/// <param name="Name">Its part in the layer.</param>
/// <param name="Format">Format in memory.</param>
/// <param name="Rows">Rows: tokens.</param>
/// <param name="Columns">Width of the output.</param>
/// <param name="Function">silu, gelu, relu and variants of them.</param>
/// <param name="Gated">Whether a second input is multiplied in.</param>
public sealed record Activation(string Name, NumberFormat Format, int Rows, int Columns, string Function, bool Gated)
    : Operator(Name, Format)
{
    public override string Kind => "activation";

    public override string Shape => string.Create(CultureInfo.InvariantCulture, $"{Rows} x {Columns}");

    /// <summary>
    /// Operations of one element, an exponential or tanh counting one: silu = negate, exp, add, divide; gelu by tanh has nine.
    /// </summary>
    public double FlopsPerElement => OfFunction + (Gated ? 1 : 0);

    public override double Flops => FlopsPerElement * Rows * Columns;

    /// <summary>One input, or two where gated, and one output.</summary>
    public override double Bytes => (Gated ? 3.0 : 2.0) * Rows * Columns * Format.Bytes;

    private int OfFunction => Function switch
    {
        _ when Function.StartsWith("gelu", StringComparison.Ordinal) => 9,
        _ when Function.StartsWith("relu", StringComparison.Ordinal) => 1,
        _ => 4,
    };
}

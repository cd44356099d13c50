using System.Globalization;
using Orrery.Workloads.Formats;

namespace Orrery.Workloads.Operators;

/// <summary>
/// The function between the projections of a gated MLP: the activated gate times the up projection, both in one array of twice
/// the width (SwiGLU: Shazeer 2020, arXiv 2002.05202).
/// </summary>
/// <param name="Name">Its part in the layer.</param>
/// <param name="Format">Format in memory.</param>
/// <param name="Rows">Rows: tokens.</param>
/// <param name="Columns">Width of the output.</param>
/// <param name="Function">What is done to the gate.</param>
public sealed record GatedActivation(string Name, NumberFormat Format, int Rows, int Columns, ElementFunction Function)
    : Operator(Name, Format)
{
    public override string Kind => "activation";

    public override string Shape => string.Create(CultureInfo.InvariantCulture, $"{Rows} x {Columns} {Function}");

    /// <summary>The function, and one multiplication.</summary>
    public override double Flops => (Function.Flops + 1) * Rows * Columns;

    /// <summary>Gate and up projection read, their product written.</summary>
    public override double Bytes => 3.0 * Rows * Columns * Format.Bytes;
}

using System.Globalization;
using Orrery.Workloads.Formats;

namespace Orrery.Workloads.Operators;

/// <summary>
/// What a mixture of experts does beside its matrices: each token's experts are chosen, and their outputs are summed by weight. Rows
/// are not copied: the multiplication behind it gathers them.
/// </summary>
/// <param name="Name">Its part in the layer.</param>
/// <param name="Format">Format in memory.</param>
/// <param name="Rows">Rows: tokens.</param>
/// <param name="Columns">Width.</param>
/// <param name="Experts">Experts.</param>
/// <param name="PerToken">Experts a token goes to.</param>
/// <param name="Combine">False for choosing, true for summing.</param>
public sealed record Routing(string Name, NumberFormat Format, int Rows, int Columns, int Experts, int PerToken, bool Combine)
    : Operator(Name, Format)
{
    public override string Kind => "routing";

    public override string Shape => string.Create(CultureInfo.InvariantCulture, $"{Rows} x {Columns}, {PerToken} of {Experts}");

    /// <summary>
    /// Choosing: softmax over the experts (three operations each) and one comparison for each expert and choice. Summing: a
    /// multiply-add for each copy.
    /// </summary>
    public override double Flops => Combine ? 2.0 * Rows * Columns * PerToken : (double)Rows * Experts * (3 + PerToken);

    /// <summary>Choosing: scores read, a 32-bit index and weight written for each choice. Summing: outputs read, rows written.</summary>
    public override double Bytes => Combine ? (1.0 + PerToken) * Rows * Columns * Format.Bytes
        : (double)Rows * ((Experts * Format.Bytes) + (PerToken * 8.0));
}

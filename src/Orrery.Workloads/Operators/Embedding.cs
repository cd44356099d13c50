using System.Globalization;
using Orrery.Workloads.Formats;

namespace Orrery.Workloads.Operators;

/// <summary>Gathers the rows of a table by index: the embedding of tokens.</summary>
/// <param name="Name">Its part in the model.</param>
/// <param name="Format">Format of the table and of the result.</param>
/// <param name="Tokens">Indices.</param>
/// <param name="Columns">Width of a row of the table.</param>
/// <param name="Vocabulary">Rows of the table.</param>
public sealed record Embedding(string Name, NumberFormat Format, int Tokens, int Columns, int Vocabulary) : Operator(Name, Format)
{
    private const int IndexBytes = 8;

    public override string Kind => "embedding";

    public override string Shape => string.Create(CultureInfo.InvariantCulture, $"{Tokens} of {Vocabulary} x {Columns}");

    /// <summary>Nothing is computed.</summary>
    public override double Flops => 0;

    /// <summary>A 64-bit index and a row read and a row written for each token.</summary>
    public override double Bytes => Tokens * ((2.0 * Columns * Format.Bytes) + IndexBytes);
}

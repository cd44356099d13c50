using System.Globalization;
using Orrery.Workloads.Formats;

namespace Orrery.Workloads.Operators;

/// <summary>Chooses the next token of each sequence from its logits.</summary>
/// <param name="Name">Its part in the model.</param>
/// <param name="Format">Format of the logits.</param>
/// <param name="Rows">Sequences.</param>
/// <param name="Vocabulary">Logits of a sequence.</param>
/// <param name="Greedy">Only the largest counts; otherwise one is drawn among the top k or the top probability p.</param>
public sealed record Sampling(string Name, NumberFormat Format, int Rows, int Vocabulary, bool Greedy = false)
    : Operator(Name, Format)
{
    private const int IndexBytes = 4;

    public override string Kind => "sampling";

    public override string Shape =>
        string.Create(CultureInfo.InvariantCulture, $"{Rows} of {Vocabulary}{(Greedy ? " greedy" : " top-k/top-p")}");

    /// <summary>Greedy: one comparison. Drawn: softmax (maximum, subtract, exponential, sum, divide) and one comparison.</summary>
    public override double Flops => (Greedy ? 1.0 : 6.0) * Rows * Vocabulary;

    /// <summary>Logits read, one index written.</summary>
    public override double Bytes => Rows * ((Vocabulary * Format.Bytes) + IndexBytes);
}

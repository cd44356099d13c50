using System.Globalization;
using Orrery.Workloads.Formats;

namespace Orrery.Workloads.Operators;

/// <summary>
/// Attention in one kernel, scores never in memory: softmax(Q K') V for every head, with keys and values shared by groups of
/// heads.
/// </summary>
/// <param name="Name">Its part in the layer.</param>
/// <param name="Format">Format of queries, keys, values and output.</param>
/// <param name="Batch">Sequences.</param>
/// <param name="Heads">Query heads.</param>
/// <param name="KvHeads">Key and value heads.</param>
/// <param name="HeadDim">Elements of a head.</param>
/// <param name="Queries">New tokens of a sequence.</param>
/// <param name="Keys">Tokens that the last query sees: cached ones and new ones.</param>
/// <param name="Causal">Whether a new token sees only itself and what came before.</param>
public sealed record Attention(
    string Name, NumberFormat Format, int Batch, int Heads, int KvHeads, int HeadDim, int Queries, int Keys, bool Causal)
        : Operator(Name, Format)
{
    public override string Kind => "attention";

    public override string Shape =>
        string.Create(CultureInfo.InvariantCulture, $"{Batch} x {Heads}/{KvHeads} heads x {HeadDim}, {Queries} on {Keys}");

    /// <summary>
    /// Pairs of a query and a key in one head of one sequence. Causal: query i sees the cached tokens and i new ones.
    /// </summary>
    public double Pairs => Causal ? ((double)Queries * (Keys - Queries)) + (Queries * (Queries + 1.0) / 2)
        : (double)Queries * Keys;

    /// <summary>Two multiply-adds for each pair and element: Q K' and P V. Softmax is not counted, as is the custom.</summary>
    public override double Flops => 4.0 * Batch * Heads * HeadDim * Pairs;

    /// <summary>Queries, keys and values read, output written.</summary>
    public override double Bytes => (double)Batch * HeadDim * ((2.0 * Heads * Queries) + (2.0 * KvHeads * Keys)) * Format.Bytes;
}

using System.Globalization;
using Orrery.Workloads.Formats;

namespace Orrery.Workloads.Operators;

/// <summary>
/// Attention in one kernel, scores never in memory: softmax(Q K') V for every head, with keys and values shared by groups of
/// heads.
/// </summary>
/// <param name="Name">Its part in the layer.</param>
/// <param name="Format">Format of queries and output, in which is multiplied.</param>
/// <param name="Batch">Sequences.</param>
/// <param name="Heads">Query heads.</param>
/// <param name="KvHeads">Key and value heads.</param>
/// <param name="HeadDim">Elements of a head of queries and keys.</param>
/// <param name="Queries">New tokens of a sequence.</param>
/// <param name="Keys">Tokens that the last query sees: cached ones and new ones.</param>
/// <param name="Causal">Whether a new token sees only itself and what came before.</param>
public sealed record Attention(
    string Name, NumberFormat Format, int Batch, int Heads, int KvHeads, int HeadDim, int Queries, int Keys, bool Causal)
        : Operator(Name, Format)
{
    /// <summary>Elements of a head of values and output. Multi-head latent attention has 128 for keys of 192.</summary>
    public int ValueDim { get; init; } = HeadDim;

    /// <summary>Tokens that a query sees at most, itself included; 0 without a sliding window.</summary>
    public int Window { get; init; }

    /// <summary>Format of keys and values in the cache; that of the queries unless given.</summary>
    public NumberFormat CacheFormat { get; init; } = Format;

    /// <summary>Tokens of a page of the cache; 0 where keys and values of a sequence lie in one piece.</summary>
    public int Page { get; init; }

    /// <summary>
    /// Tokens that the page table of a sequence has room for, where a library cuts the work by that instead of by
    /// <see cref="Keys"/>; 0 where it knows the keys.
    /// </summary>
    public int Room { get; init; }

    /// <summary>Whether the kernel itself puts the new keys and values into the cache, each block of queries those that it passes.</summary>
    public bool Appends { get; init; }

    /// <summary>
    /// Whether values are the first elements of the keys, as in absorbed latent attention: one array serves as both and is read once.
    /// </summary>
    public bool Latent { get; init; }

    public override string Kind => "attention";

    public override string Shape => string.Create(CultureInfo.InvariantCulture,
        $"{Batch} x {Heads}/{KvHeads} heads x {HeadDim}{(ValueDim == HeadDim ? "" : $"/{ValueDim}")}, {Queries} on {Keys}{(Window > 0 ? $" in a window of {Window}" : "")}");

    /// <summary>
    /// Pairs of a query and a key in one head of one sequence. Causal: query i sees the cached tokens and i new ones, a window
    /// the last <see cref="Window"/> of them.
    /// </summary>
    public double Pairs => Causal ? Below(Keys) - Below(Keys - Queries) : (double)Queries * Math.Min(Keys, Reach);

    /// <summary>Keys that at least one query sees.</summary>
    public int SeenKeys => Causal ? (int)Math.Min(Keys, (long)Reach + Queries - 1) : Math.Min(Keys, Reach);

    /// <summary>Two multiply-adds for each pair and element: Q K' and P V. Softmax is not counted, as is the custom.</summary>
    public override double Flops => 2.0 * Batch * Heads * (HeadDim + ValueDim) * Pairs;

    /// <summary>Queries, keys and values read, output written.</summary>
    public override double Bytes => QueryBytes + KeyBytes;

    /// <summary>Bytes of queries and output.</summary>
    public double QueryBytes => (double)Batch * Heads * Queries * ((HeadDim * Format.Bytes) + (ValueDim * Format.OutputBytes));

    /// <summary>Bytes of the keys and values that are seen, read once.</summary>
    public double KeyBytes => (double)Batch * KvHeads * SeenKeys * TokenBytes;

    /// <summary>Bytes of one key and its value in one head.</summary>
    public double TokenBytes => (HeadDim + (Latent ? 0 : ValueDim)) * CacheFormat.Bytes;

    private int Reach => Window > 0 ? Window : int.MaxValue;

    // Pairs of the first so many tokens of a sequence: a triangle up to the window, a band behind it.
    private double Below(int tokens)
    {
        double triangle = Math.Min(tokens, Reach);
        return (triangle * (triangle + 1) / 2) + ((tokens - triangle) * triangle);
    }
}

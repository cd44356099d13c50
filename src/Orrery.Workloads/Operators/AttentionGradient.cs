namespace Orrery.Workloads.Operators;

/// <summary>
/// The backward pass of <see cref="Attention"/> in one kernel: scores are computed again, and from them the gradients of queries, keys and
/// values (Dao, FlashAttention-2, arXiv 2307.08691, algorithm 2).
/// </summary>
/// <param name="Name">Its part in the layer.</param>
/// <param name="Of">The attention whose gradients are computed.</param>
public sealed record AttentionGradient(string Name, Attention Of) : Operator(Name, Of.Format)
{
    public override string Kind => "attention gradient";

    public override string Shape => Of.Shape;

    /// <summary>Five products where the forward pass has two.</summary>
    public override double Flops => 2.5 * Of.Flops;

    /// <summary>
    /// What the forward pass reads and writes, the gradient of the output read and the three gradients written, queries' sums in 32 bits.
    /// </summary>
    public override double Bytes => (2 * Of.Bytes) + (2 * Of.QueryBytes);
}

using Orrery.Workloads.Formats;

namespace Orrery.Workloads.Layers;

/// <summary>What runs through a layer.</summary>
/// <param name="Phase">Prefill or decode.</param>
/// <param name="Batch">Sequences at once.</param>
/// <param name="Sequence">Prefill: new tokens of a sequence. Decode: tokens that the new one sees, itself included.</param>
/// <param name="Cached">Prefill: tokens of a sequence that are in the cache already.</param>
/// <param name="Format">Number format of weights and activations.</param>
public readonly record struct LayerShape(Phase Phase, int Batch, int Sequence, int Cached, NumberFormat Format)
{
    /// <summary>New tokens of one sequence.</summary>
    public int Queries => Phase == Phase.Prefill ? Sequence : 1;

    /// <summary>Tokens that the last query sees.</summary>
    public int Keys => Phase == Phase.Prefill ? Sequence + Cached : Sequence;

    /// <summary>Rows of the activations: new tokens of all sequences.</summary>
    public int Rows => Batch * Queries;
}

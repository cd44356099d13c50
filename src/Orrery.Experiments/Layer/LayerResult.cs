using Orrery.Experiments.Operators;

namespace Orrery.Experiments.Layer;

/// <summary>The operators of the layers, one after the other.</summary>
public sealed record LayerResult : OperatorsResult
{
    /// <summary>Name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>"prefill" or "decode".</summary>
    public required string Phase { get; init; }

    /// <summary>New tokens of one sequence in prefill; tokens already there in decode.</summary>
    public required int Sequence { get; init; }

    /// <summary>Sequences at once.</summary>
    public required int Batch { get; init; }

    /// <summary>Layers that were run.</summary>
    public required int Layers { get; init; }
}

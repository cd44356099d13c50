using Orrery.Workloads.Formats;

namespace Orrery.Workloads.Layers;

/// <summary>What runs through a model in a framework that starts operator after operator.</summary>
/// <param name="Batch">Sequences at once.</param>
/// <param name="Sequence">Tokens of a sequence.</param>
/// <param name="Format">Number format of weights and activations.</param>
/// <param name="Compiled">Whether chains of element-wise operators are compiled into one kernel each.</param>
/// <param name="Training">Whether dropout runs, and the backward pass follows.</param>
public readonly record struct EagerShape(int Batch, int Sequence, NumberFormat Format, bool Compiled = false, bool Training = false)
{
    /// <summary>Rows of the activations.</summary>
    public int Rows => Batch * Sequence;
}

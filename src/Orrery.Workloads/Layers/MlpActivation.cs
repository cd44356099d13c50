using Orrery.Workloads.Formats;
using Orrery.Workloads.Operators;

namespace Orrery.Workloads.Layers;

/// <summary>The function between the projections of an MLP, as one operator.</summary>
public static class MlpActivation
{
    /// <param name="name">Its part in the layer.</param>
    /// <param name="format">Format in memory.</param>
    /// <param name="rows">Rows: tokens.</param>
    /// <param name="columns">Width of the output.</param>
    /// <param name="function">Name as a model's configuration gives it: silu, gelu_new.</param>
    /// <param name="gated">Whether the up projection is multiplied in.</param>
    public static Operator Of(string name, NumberFormat format, int rows, int columns, string function, bool gated) => gated
        ? new GatedActivation(name, format, rows, columns, ElementFunction.Activation(function))
        : new Elementwise(name, format, rows, columns, ElementFunction.Activation(function));
}

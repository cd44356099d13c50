using Orrery.Workloads.Formats;
using Orrery.Workloads.Operators;

namespace Orrery.Workloads.Layers;

/// <summary>The operator between the projections of an MLP.</summary>
public static class MlpActivation
{
    /// <summary>A gated activation, or an element-wise one.</summary>
    /// <param name="name">Its part in the layer.</param>
    /// <param name="format">Format in memory.</param>
    /// <param name="rows">Rows: tokens.</param>
    /// <param name="columns">Width inside the MLP.</param>
    /// <param name="function">The function as a model's configuration names it: silu, gelu_new, relu.</param>
    /// <param name="gated">Whether it multiplies the up projection.</param>
    public static Operator Of(string name, NumberFormat format, int rows, int columns, string function, bool gated) => gated
        ? new GatedActivation(name, format, rows, columns, ElementFunction.Activation(function))
        : new Elementwise(name, format, rows, columns, ElementFunction.Activation(function));
}

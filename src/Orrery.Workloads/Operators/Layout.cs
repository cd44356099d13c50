namespace Orrery.Workloads.Operators;

/// <summary>
/// Which operand of a multiplication lies transposed in memory, in BLAS letters and order: first the weights, then the
/// activations, as a column-major library sees a row-major framework. Rows of a transposed operand run along the sum.
/// </summary>
public enum Layout
{
    /// <summary>Weights (N x K) with the sum contiguous, activations (M x K): a linear layer of a framework.</summary>
    Tn,

    /// <summary>Weights (K x N) with the output contiguous, activations (M x K): a plain product of two arrays.</summary>
    Nn,

    /// <summary>Weights (K x N), activations (K x M): the gradient of weights.</summary>
    Nt,

    /// <summary>Weights (N x K), activations (K x M).</summary>
    Tt,
}

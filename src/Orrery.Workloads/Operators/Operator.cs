using Orrery.Workloads.Formats;

namespace Orrery.Workloads.Operators;

/// <summary>One kernel's worth of work: what is computed and what must at least be moved, without a machine.</summary>
/// <param name="Name">Its part in the layer: "QKV projection".</param>
/// <param name="Format">The format of its inputs and outputs.</param>
public abstract record Operator(string Name, NumberFormat Format)
{
    /// <summary>The sort of operator: "gemm", "attention", "norm" and the like.</summary>
    public abstract string Kind { get; }

    /// <summary>Its shape for a person: "2048 x 12288 x 4096".</summary>
    public abstract string Shape { get; }

    /// <summary>Arithmetic operations; a multiply-add counts two.</summary>
    public abstract double Flops { get; }

    /// <summary>Bytes that must move if every input is read once and every output written once.</summary>
    public abstract double Bytes { get; }

    /// <summary>Operations per compulsory byte.</summary>
    public double ArithmeticIntensity => Bytes > 0 ? Flops / Bytes : 0;
}

using Orrery.Hardware;
using Orrery.Workloads.Operators;

namespace Orrery.CostModels;

/// <summary>Tells how long an operator takes on a GPU. One implementation for each fidelity.</summary>
public interface IOperatorCost
{
    /// <summary>Name of the fidelity, as in files: "analytic".</summary>
    string Fidelity { get; }

    /// <summary>What this fidelity leaves out, one sentence each.</summary>
    IReadOnlyList<string> NotModelled { get; }

    /// <summary>Whether it models an operator itself; what it does not, it answers by closed forms.</summary>
    bool Models(Operator work, Gpu gpu) => true;

    /// <summary>The cost of one operator. The GPU must have the operator's format.</summary>
    OperatorCost Cost(Operator work, Gpu gpu);

    /// <summary>The cost of one operator, with a way to stop a fidelity that takes seconds to tell it.</summary>
    /// <exception cref="OperationCanceledException">It was told to stop.</exception>
    OperatorCost Cost(Operator work, Gpu gpu, CancellationToken stop) => Cost(work, gpu);
}

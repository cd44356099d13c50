using Orrery.CostModels.Constants;
using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Measured;

/// <summary>
/// A way of timing kernels, and what it adds to the time that they take on the GPU. A new one is a class that implements this,
/// with nothing to register.
/// </summary>
public interface IMeasuringMethod
{
    /// <summary>How the values of the <c>method</c> column begin that mean it.</summary>
    string Name { get; }

    /// <summary>What is in a time beside the kernels, in one sentence.</summary>
    string Includes { get; }

    /// <summary>The time in seconds that this method would have shown.</summary>
    /// <param name="kernelSeconds">Time of the kernels on the GPU.</param>
    /// <param name="work">The operators, started one by one.</param>
    /// <param name="kernels">Kernels that they start.</param>
    /// <param name="constants">What the method costs.</param>
    double Shown(double kernelSeconds, IReadOnlyList<Operator> work, int kernels, MethodConstants constants);
}

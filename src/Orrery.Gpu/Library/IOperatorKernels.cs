using Orrery.Gpu.Programs;
using Orrery.Workloads.Operators;

namespace Orrery.Gpu.Library;

/// <summary>The kernels that a library runs for operators of a sort. A new sort is a class that implements this, with nothing to register.</summary>
public interface IOperatorKernels
{
    /// <summary>Whether it has kernels for an operator.</summary>
    bool Handles(Operator work);

    /// <summary>The kernels, in the order in which they run.</summary>
    /// <param name="work">The operator; <see cref="Handles"/> said yes.</param>
    /// <param name="context">Where it runs.</param>
    /// <exception cref="ArgumentException">The machine cannot run it.</exception>
    IReadOnlyList<Kernel> Of(Operator work, KernelContext context);
}

using Orrery.Gpu.Programs;
using Orrery.Workloads.Operators;

namespace Orrery.Gpu.Library;

/// <summary>Kernels for operators of all sorts.</summary>
public static class KernelLibrary
{
    private static readonly IOperatorKernels[] Known =
    [
        .. typeof(KernelLibrary).Assembly.GetTypes()
            .Where(type => type.IsClass && type.IsAssignableTo(typeof(IOperatorKernels)))
            .OrderBy(type => type.FullName, StringComparer.Ordinal)
            .Select(type => (IOperatorKernels)Activator.CreateInstance(type)!),
    ];

    /// <summary>Whether there are kernels for an operator.</summary>
    public static bool Handles(Operator work) => Array.Exists(Known, known => known.Handles(work));

    /// <summary>The kernels of an operator, in the order in which they run.</summary>
    /// <exception cref="ArgumentException">There are none, or the machine cannot run them.</exception>
    public static IReadOnlyList<Kernel> Of(Operator work, KernelContext context) =>
        Array.Find(Known, known => known.Handles(work))?.Of(work, context)
        ?? throw new ArgumentException($"there is no kernel for {work.Kind} {work.Shape}", nameof(work));
}

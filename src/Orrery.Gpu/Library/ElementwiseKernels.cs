using Orrery.Gpu.Kernels.Rows;
using Orrery.Gpu.Programs;
using Orrery.Workloads.Operators;

namespace Orrery.Gpu.Library;

/// <summary>Functions of elements that do not depend on each other.</summary>
public sealed class ElementwiseKernels : IOperatorKernels
{
    /// <inheritdoc/>
    public bool Handles(Operator work) => work is Elementwise;

    /// <inheritdoc/>
    public IReadOnlyList<Kernel> Of(Operator work, KernelContext context)
    {
        var flat = (Elementwise)work;
        (double bytes, long elements) = (flat.Format.Bytes, (long)flat.Rows * flat.Columns);
        var placed = new Placed(context, flat.Bytes);
        List<RowArray> loads = [placed.Activations(bytes, flat.Columns, flat.Rows)];
        for (int more = 1; more < flat.Function.Reads; more++) loads.Add(placed.Operand(bytes, flat.Columns, flat.Rows));
        List<RowArray> stores = [];
        if (flat.Function.Writes >= 1) stores.Add(placed.Results(bytes, flat.Columns, flat.Rows));
        double rest = flat.Function.Writes - Math.Floor(flat.Function.Writes);
        if (rest > 0) stores.Add(placed.Operand(bytes * rest, flat.Columns, flat.Rows));
        return placed.Of(FlatKernel.Create($"{flat.Function} of {elements}", elements, loads, stores, FunctionWork.Of(flat.Function, bytes)));
    }
}

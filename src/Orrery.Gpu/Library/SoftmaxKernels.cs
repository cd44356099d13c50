using Orrery.Gpu.Kernels.Rows;
using Orrery.Gpu.Programs;
using Orrery.Workloads.Operators;

namespace Orrery.Gpu.Library;

/// <summary>Softmax as a kernel of its own, as PyTorch computes it.</summary>
public sealed class SoftmaxKernels : IOperatorKernels
{
    /// <inheritdoc/>
    public bool Handles(Operator work) => work is Softmax;

    /// <inheritdoc/>
    public IReadOnlyList<Kernel> Of(Operator work, KernelContext context)
    {
        var softmax = (Softmax)work;
        var placed = new Placed(context, softmax.Bytes);
        double bytes = softmax.Format.Bytes;
        RowArray input = placed.Activations(bytes, softmax.Columns, softmax.Rows);
        RowArray output = placed.Results(bytes, softmax.Columns, softmax.Rows);
        return placed.Of(SoftmaxKernel.Of(softmax.Rows, softmax.Columns, bytes, input.Start, output.Start));
    }
}

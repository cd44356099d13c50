using Orrery.Gpu.Kernels.Rows;
using Orrery.Gpu.Programs;
using Orrery.Workloads.Operators;

namespace Orrery.Gpu.Library;

/// <summary>Norms: RMSNorm as vLLM computes it, an element a thread; LayerNorm as PyTorch does, four warps a row with Welford's sum.</summary>
public sealed class NormKernels : IOperatorKernels
{
    private const int MostThreads = 1024;

    /// <inheritdoc/>
    public bool Handles(Operator work) => work is Norm;

    /// <inheritdoc/>
    public IReadOnlyList<Kernel> Of(Operator work, KernelContext context)
    {
        var norm = (Norm)work;
        var placed = new Placed(context, norm.Bytes);
        RowArray input = placed.Activations(norm.Format.Bytes, norm.Columns, norm.Rows);
        RowArray weight = placed.Shared(norm.Format.Bytes, norm.Columns);
        return placed.Of(norm.Rms ? Rms(norm, placed, input, weight) : Layer(norm, placed, input, weight));
    }

    private static Kernel Rms(Norm norm, Placed placed, RowArray input, RowArray weight)
    {
        string name = $"rms norm {norm.Shape}";
        var square = new Work(1, 1, 0);
        var scale = new Work(2, 3, 0);
        if (norm.Residual)
        {
            // The sum goes to the residual stream first and is read again.
            const int access = 8;
            RowArray residual = placed.Operand(norm.Format.Bytes, norm.Columns, norm.Rows);
            int threads = Math.Clamp((norm.Columns / access + 31) / 32 * 32, 32, MostThreads);
            RowPass sum = new([input, residual], [residual], new Work(2, 2, 0)) { Reductions = 1 };
            return RowKernel.Create(name, norm.Rows, norm.Columns, new RowBlock(threads, access), sum,
                new RowPass([residual, weight], [placed.InPlace(input, norm.Rows)], scale));
        }
        RowArray output = placed.Results(norm.Format.Bytes, norm.Columns, norm.Rows);
        return RowKernel.Create(name, norm.Rows, norm.Columns, RowBlock.OneElement(norm.Columns, MostThreads),
            new RowPass([input], [], square) { Reductions = 1 },
            new RowPass([input, weight], [output], scale));
    }

    private static Kernel Layer(Norm norm, Placed placed, RowArray input, RowArray weight)
    {
        const int threads = 128;
        const int access = 4;
        RowArray bias = placed.Shared(norm.Format.Bytes, norm.Columns);
        // Welford's step: a count, a difference, a reciprocal with its correction, two multiply-adds.
        var welford = new Work(6, 2, 1);
        List<RowArray> once = [input];
        List<RowPass> passes = [];
        if (norm.Residual)
        {
            RowArray residual = placed.Operand(norm.Format.Bytes, norm.Columns, norm.Rows);
            once = [residual];
            passes.Add(new RowPass([input, residual], [residual], new Work(1, 2, 0)));
        }
        RowArray output = placed.Results(norm.Format.Bytes, norm.Columns, norm.Rows);
        passes.Add(new RowPass(once, [], welford) { Reductions = 3 });
        passes.Add(new RowPass([once[0], weight, bias], [output], new Work(3, 2, 0)));
        return RowKernel.Create($"layer norm {norm.Shape}", norm.Rows, norm.Columns, new RowBlock(threads, access), passes);
    }
}

using Orrery.Gpu.Kernels.Rows;
using Orrery.Gpu.Programs;
using Orrery.Workloads.Operators;

namespace Orrery.Gpu.Library;

/// <summary>Flat arrays in several formats: conversions, steps of an optimizer, gathers of embeddings.</summary>
public sealed class UpdateKernels : IOperatorKernels
{
    // PyTorch takes so few indices one after the other in every thread.
    private const int FewIndices = 16;

    // Of more it divides each element's number by the sizes of both arrays, in 64 bits, without magic numbers.
    private const int TableIndices = 125;

    /// <inheritdoc/>
    public bool Handles(Operator work) => work is Quantise or OptimizerStep or Embedding;

    /// <inheritdoc/>
    public IReadOnlyList<Kernel> Of(Operator work, KernelContext context)
    {
        var placed = new Placed(context, work.Bytes);
        return placed.Of(work switch
        {
            Quantise change => Converted(change, placed),
            OptimizerStep step => Stepped(step, placed),
            _ => Gathered((Embedding)work, placed),
        });
    }

    // To fewer bits: magnitude and maximum of the block, its scale, and the rounded quotient.
    private static Kernel Converted(Quantise change, Placed placed)
    {
        const int perThread = 8;
        RowArray input = placed.Activations(change.Format.Bytes, change.Columns, change.Rows);
        RowArray output = placed.Results(change.To.Bytes, change.Columns, change.Rows);
        Work work = change.To.Bits < change.Format.Bits ? new Work(2, 4, 0) : new Work(1, 2, 0);
        return FlatKernel.Create($"quantise {change.Shape}", (long)change.Rows * change.Columns, [input], [output], work, perThread);
    }

    private static Kernel Stepped(OptimizerStep step, Placed placed)
    {
        RowArray gradients = placed.Operand(step.Gradients.Bytes, step.Parameters, 1);
        RowArray first = placed.Operand(step.States.Bytes, step.Parameters, 1);
        RowArray second = placed.Operand(step.States.Bytes, step.Parameters, 1);
        RowArray weights = placed.Operand(step.Format.Bytes, step.Parameters, 1);
        List<RowArray> loads = [gradients, first, second];
        List<RowArray> stores = [first, second, weights];
        if (step.Master is { } format)
        {
            RowArray master = placed.Operand(format.Bytes, step.Parameters, 1);
            loads.Add(master);
            stores.Add(master);
        }
        else
        {
            loads.Add(weights);
        }
        // A root and two reciprocals beside the sixteen operations.
        return FlatKernel.Create($"adam {step.Shape}", step.Parameters, loads, stores, new Work(20, 4, 3));
    }

    private static Kernel Gathered(Embedding embedding, Placed placed)
    {
        RowArray indices = placed.Operand(8, embedding.Tokens, 1);
        RowArray table = placed.Operand(embedding.Format.Bytes, embedding.Columns, embedding.Tokens);
        RowArray output = placed.Results(embedding.Format.Bytes, embedding.Columns, embedding.Tokens);
        int bytes = Math.Max(1, (int)embedding.Format.Bytes);
        return embedding.Tokens <= FewIndices
            ? IndexChain.Create(embedding.Tokens, embedding.Columns, bytes, indices.Start, table.Start, output.Start)
            : FlatKernel.Gather((long)embedding.Tokens * embedding.Columns, bytes, table.Start, output.Start, TableIndices);
    }
}

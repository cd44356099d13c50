using Orrery.Workloads.Models;
using Orrery.Workloads.Operators;
using static Orrery.Workloads.Operators.CollectiveOperation;

namespace Orrery.Training.Work;

/// <summary>Attention between its two projections, heads split over tensor-parallel ranks.</summary>
public static class AttentionWork
{
    /// <summary>Notes scores, softmax and weighted values as the software runs them.</summary>
    public static void Core(Tape tape, TransformerModel model)
    {
        WorkShape shape = tape.Shape;
        int heads = Math.Max(1, model.Heads / shape.Tensor);
        int kvHeads = Math.Max(1, model.KvHeads / shape.Tensor);
        if (shape.Software.FusedAttention)
        {
            Fused(tape, model, heads, kvHeads);
            return;
        }

        double values = model.Latent?.ValueDim ?? model.HeadDim;
        Exchange(tape, kvHeads * (model.HeadDim + values), before: true);
        Separate(tape, model, heads);
        Exchange(tape, kvHeads * (model.HeadDim + values), before: false);
    }

    /// <summary>Bytes on the device while context-parallel ranks attend to each other's keys.</summary>
    public static double WorkingBytes(TransformerModel model, WorkShape shape) =>
        new RingAttention(shape, model, Math.Max(1, model.Heads / shape.Tensor), Math.Max(1, model.KvHeads / shape.Tensor)).WorkingBytes;

    // Scores in memory need the keys and values of all context-parallel ranks at once. Backward their gradients come along, twice as many
    // bytes.
    private static void Exchange(Tape tape, double perToken, bool before)
    {
        WorkShape shape = tape.Shape;
        Collectives between = new(shape);
        double bytes = (double)shape.MicroBatch * shape.Sequence * perToken * shape.Plain.Bytes;
        if (before)
        {
            tape.AddCollectives(between.Context("keys and values", AllGather, bytes, Beside.Next), null);
        }
        else
        {
            tape.AddCollectives(null, between.Context("keys, values and gradients", AllGather, 2 * bytes, Beside.Next));
        }
    }

    private static void Fused(Tape tape, TransformerModel model, int heads, int kvHeads)
    {
        WorkShape shape = tape.Shape;
        if (shape.Context > 1)
        {
            new RingAttention(shape, model, heads, kvHeads).Add(tape);
            return;
        }

        Attention attention = new("attention", shape.Plain, shape.MicroBatch, heads, kvHeads, model.HeadDim, shape.Sequence, shape.Sequence,
            model.Causal)
        { ValueDim = model.Latent?.ValueDim ?? model.HeadDim };
        tape.Keep((double)shape.Rows * heads, sizeof(float));
        tape.Add([Tape.Compute(attention)], [Tape.Compute(new AttentionGradient("attention gradient", attention))]);
    }

    // Scores in memory: a batched multiplication, one kernel for scale, mask and softmax, dropout, a batched multiplication.
    private static void Separate(Tape tape, TransformerModel model, int heads)
    {
        WorkShape shape = tape.Shape;
        int queries = shape.Sequence / shape.Context;
        int groups = shape.MicroBatch * heads;
        int keys = shape.Sequence;
        double scores = (double)groups * queries * keys;
        Gemm products = new("scores", shape.Plain, queries, keys, model.HeadDim, groups) { Layout = Layout.Tn };
        tape.Add([Tape.Compute(products)],
        [
            Tape.Compute(products with { Name = "query gradient", N = model.HeadDim, K = keys, Layout = Layout.Nn }),
            Tape.Compute(products with { Name = "key gradient", M = keys, N = model.HeadDim, K = queries, Layout = Layout.Nt }),
        ]);

        tape.Keep(scores, shape.Plain.Bytes);
        tape.Add([Tape.Compute(new Softmax("softmax", shape.Plain, groups * queries, keys))],
            [tape.Flat("softmax gradient", scores, SoftmaxGradient)]);
        Dropout(tape, "attention dropout", scores, keepsOutput: true);
        Gemm weighted = new("weighted values", shape.Plain, queries, model.HeadDim, keys, groups) { Layout = Layout.Nn };
        tape.Add([Tape.Compute(weighted)],
        [
            Tape.Compute(weighted with { Name = "probability gradient", N = keys, K = model.HeadDim, Layout = Layout.Tn }),
            Tape.Compute(weighted with { Name = "value gradient", M = keys, K = queries, Layout = Layout.Nt }),
        ]);

        // Heads are laid side by side again.
        tape.Add(tape.Flat("merge heads", (double)shape.Rows * heads * model.HeadDim, ElementFunction.Copy).Work);
    }

    /// <summary>Dropout as a kernel of its own; nothing where the software runs none.</summary>
    public static void Dropout(Tape tape, string name, double elements, bool keepsOutput)
    {
        if (tape.Shape.Software.Dropout)
        {
            tape.Keep(elements, 1 + (keepsOutput ? tape.Shape.Plain.Bytes : 0));
            tape.Add([tape.Flat(name, elements, ElementFunction.Dropout)], [tape.Flat(name + " gradient", elements, DropoutGradient)]);
        }
    }

    // Gradient and mask of one byte read, gradient written.
    internal static ElementFunction DropoutGradient { get; } = new("dropout gradient", 1.5, 1, 2, 8);

    // Probabilities and their gradient read, the gradient of scores written; one sum over a row.
    internal static ElementFunction SoftmaxGradient { get; } = new("softmax gradient", 2, 1, 4, 12);
}

using Orrery.Workloads.Formats;
using Orrery.Workloads.Models;
using Orrery.Workloads.Operators;
using static Orrery.Workloads.Operators.CollectiveOperation;

namespace Orrery.Training.Work;

/// <summary>What the first and the last stage do beside layers: embedding; last norm, head and loss.</summary>
public static class EndsWork
{
    // Subtract the maximum, exponentiate and divide, each reading and writing; two sums and one maximum, reading.
    private static readonly ElementFunction Loss = new("loss", 6, 3, 4, 30);

    private static readonly ElementFunction Clear = new("clear", 0, 1, 0, 2);

    private static readonly ElementFunction InPlaceLoss = new("fused loss", 2, 1, 8, 40);

    /// <summary>The embedding of tokens, its table split over tensor-parallel ranks by rows.</summary>
    public static Tape Embedding(TransformerModel model, WorkShape shape)
    {
        Tape tape = new(shape);
        Collectives between = new(shape);
        double elements = (double)shape.OwnRows * model.Hidden;
        Embedding gather = new("embedding", shape.Plain, shape.Rows, model.Hidden, Math.Max(1, model.Vocabulary / shape.Tensor));
        WorkItem sum = tape.Flat("embedding gradient", 2.0 * shape.Rows * model.Hidden, ElementFunction.Add) with { OfWeights = true };

        // The gradient is a whole table: cleared, filled with the rows of this micro-batch's tokens, and added to the sum over micro-batches
        // (PyTorch's embedding_dense_backward).
        double table = (double)Math.Max(1, model.Vocabulary / shape.Tensor) * model.Hidden;
        WorkItem clear = tape.Flat("embedding gradient table", table, Clear) with { OfWeights = true };
        WorkItem add = tape.Flat("embedding gradient sum", table, ElementFunction.Add, shape.Gradients) with { OfWeights = true };
        tape.Add([Tape.Compute(gather)], [clear, sum, add]);
        double bytes = between.Activations(model.Hidden);
        tape.AddCollectives(
            between.Tensor("embedding", shape.SequenceParallel ? ReduceScatter : AllReduce, bytes),
            shape.SequenceParallel ? between.Tensor("embedding gradient", AllGather, bytes) : null);
        if (model.LearnedPositions > 0)
        {
            tape.Add(tape.Flat("positions", elements, ElementFunction.Add).Work);
        }

        AttentionWork.Dropout(tape, "embedding dropout", elements, keepsOutput: false);
        return tape;
    }

    /// <summary>The last norm, the projection to the vocabulary, split over tensor-parallel ranks, and the loss in 32 bits.</summary>
    public static Tape Head(TransformerModel model, WorkShape shape)
    {
        Tape tape = new(shape);
        Collectives between = new(shape);
        int columns = Math.Max(1, model.Vocabulary / shape.Tensor);
        double logits = (double)shape.Rows * columns;
        tape.Norm("final norm", shape.OwnRows, model.Hidden, model.RmsNorm);
        Parallel.Column(tape, new Linear("head", shape.Rows, columns, model.Hidden) { Wide = true }, between.Activations(model.Hidden));
        if (shape.Software.FusedLoss)
        {
            Fused(tape, logits);
        }
        else
        {
            Separate(tape, logits);
        }

        // Maximum, the wanted logit and the sum, one 32-bit number a token each.
        for (int index = 0; index < 3; index++)
        {
            tape.AddCollectives(between.Tensor("loss", AllReduce, (double)shape.Rows * sizeof(float)), null);
        }

        return tape;
    }

    // Transformer Engine's cross entropy: one kernel reads the logits for maximum and sum, the next reads them again and puts the gradient in
    // their place; backward it is multiplied by the gradient of the loss.
    private static void Fused(Tape tape, double logits)
    {
        tape.Keep(logits, tape.Shape.Plain.Bytes);
        tape.Add([tape.Flat("loss", logits, InPlaceLoss)], [tape.Flat("loss gradient", logits, ElementFunction.MultiplyScalar)]);
    }

    private static void Separate(Tape tape, double logits)
    {
        WorkShape shape = tape.Shape;
        Quantise widen = new("logits", shape.Plain, NumberFormat.Fp32, (int)Math.Max(1, logits / 1024), 1024);
        tape.Add([Tape.Compute(widen)],
            [Tape.Compute(widen with { Name = "logit gradient", Format = NumberFormat.Fp32, To = shape.Plain })]);
        tape.Keep(logits, sizeof(float));
        tape.Add([tape.Flat("loss", logits, Loss, NumberFormat.Fp32)],
            [tape.Flat("loss gradient", logits, ElementFunction.MultiplyScalar, NumberFormat.Fp32)]);
    }
}

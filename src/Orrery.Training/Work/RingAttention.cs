using Orrery.Training.Results;
using Orrery.Workloads.Models;
using Orrery.Workloads.Operators;

namespace Orrery.Training.Work;

/// <summary>
/// Attention of context-parallel ranks: keys and values pass round a ring, a kernel a step attends to those that are there, and the parts are
/// merged by their log-sum-exp (Liu et al., Ring attention, arXiv 2310.01889; order and kernels as in Transformer Engine,
/// <c>AttnFuncWithCPAndKVP2P</c>).
/// </summary>
/// <remarks>
/// Causal models give each rank a part of a sequence's start and the equal one of its end. Its own tokens come first, causally; of the others'
/// keys the queries see the first half, or the second half of the queries sees all: the same work. What is priced is the last rank, which in
/// every step attends with all queries and so merges all outputs; the others wait for it.
/// </remarks>
/// <param name="shape">How the work is split.</param>
/// <param name="model">The model.</param>
/// <param name="heads">Query heads of this rank.</param>
/// <param name="kvHeads">Key and value heads of this rank.</param>
public sealed class RingAttention(WorkShape shape, TransformerModel model, int heads, int kvHeads)
{
    // The part is scaled by its share of the softmax and added to the output: 16-bit arrays, one exponential a row that hardly counts.
    private static readonly ElementFunction Merge = new("merge", 2, 1, 2, 8);

    // Two numbers of 32 bits read, their log-sum-exp written.
    private static readonly ElementFunction LogSum = new("log-sum-exp", 2, 1, 5, 30);

    private int Own => shape.Sequence / shape.Context;

    private int ValueDim => model.Latent?.ValueDim ?? model.HeadDim;

    private double Outputs => (double)shape.Rows * heads * ValueDim;

    private double KeysAndValues => (double)shape.Rows * kvHeads * (model.HeadDim + ValueDim);

    // Part of the passing keys and values that a step sees.
    private double Seen => model.Causal ? 0.5 : 1;

    /// <summary>
    /// Bytes on the device while it runs: keys and values of all ranks, and the outputs of all steps, which are merged at the end.
    /// </summary>
    public double WorkingBytes => shape.Context * (KeysAndValues + Outputs) * shape.Plain.Bytes;

    /// <summary>The kernel of a step.</summary>
    /// <param name="step">From 0, own keys, to the number of ranks less 1.</param>
    public Attention Step(int step) => new(step == 0 ? "attention" : "attention to passing keys", shape.Plain, shape.MicroBatch, heads, kvHeads,
        model.HeadDim, Own, step == 0 ? Own : (int)Math.Max(1, Own * Seen), step == 0 && model.Causal)
    { ValueDim = ValueDim };

    /// <summary>Notes the steps of both passes.</summary>
    public void Add(Tape tape)
    {
        double rows = (double)shape.Rows * heads;
        tape.Keep(rows, sizeof(float));
        List<WorkItem> forward = [tape.Flat("pack keys and values", KeysAndValues, ElementFunction.Copy)];
        List<WorkItem> backward = [];
        for (int step = 0; step < shape.Context; step++)
        {
            // What the next step needs travels beside this one. Backward own keys come last, so that their gradient ends at home.
            bool last = step == shape.Context - 1;
            int answers = shape.Context - 1 - step;
            if (!last)
            {
                forward.Add(Message("keys and values", 1));
            }

            backward.Add(Message("keys, values and gradients", step == 0 || last ? 1 : 2));
            forward.Add(Tape.Compute(Step(step)));
            backward.Add(Tape.Compute(new AttentionGradient(
                answers == 0 ? "attention gradient" : "attention gradient of passing keys", Step(answers))));
            if (step > 0)
            {
                forward.Add(tape.Flat("merge log-sum-exp", rows, LogSum, Workloads.Formats.NumberFormat.Fp32));
                backward.Add(tape.Flat("sum of query gradients", (double)shape.Rows * heads * model.HeadDim, ElementFunction.Add));
                backward.Add(tape.Flat("sum of key and value gradients", KeysAndValues * (last ? 1 : Seen), ElementFunction.Add));
            }
        }

        forward.Add(tape.Flat("scale output", Outputs, ElementFunction.MultiplyScalar));
        for (int step = 1; step < shape.Context; step++)
        {
            forward.Add(tape.Flat("merge outputs", Outputs, Merge));
        }

        tape.Add(forward, backward);
    }

    // Own keys and values, and as many gradients, to the next rank of the ring while as many come from the one before.
    private WorkItem Message(string name, int arrays) => new(new Collective(name, shape.Plain, CollectiveOperation.SendReceive,
        arrays * KeysAndValues * shape.Plain.Bytes, shape.Context, 1), TimeKind.Context)
    { Group = Group.Context, Beside = Beside.Next };
}

using Orrery.Training.Results;
using Orrery.Workloads.Models;
using Orrery.Workloads.Operators;

namespace Orrery.Training.Work;

/// <summary>Everything that one layer does for one micro-batch on one device.</summary>
public sealed class LayerWork
{
    private readonly Tape _before, _core, _after;

    /// <param name="model">The model.</param>
    /// <param name="shape">How the work is split.</param>
    /// <param name="experts">Whether the layer has experts; the first layers of some models have none.</param>
    public LayerWork(TransformerModel model, WorkShape shape, bool experts)
    {
        (_before, _core, _after) = (new Tape(shape), new Tape(shape), new Tape(shape));
        int queries = Math.Max(1, model.Heads / shape.Tensor) * model.HeadDim;
        int keys = Math.Max(1, model.KvHeads / shape.Tensor) * model.HeadDim;
        double bytes = new Collectives(shape).Activations(model.Hidden);
        _before.Norm("attention norm", shape.OwnRows, model.Hidden, model.RmsNorm);
        if (model.Latent is { } latent)
        {
            Latent(model, latent, queries);
        }
        else
        {
            Parallel.Column(_before, new Linear("QKV projection", shape.Rows, queries + (2 * keys), model.Hidden, Bias: model.QkvBias)
            { InputIsNarrow = true }, bytes);
            _before.Keep((double)shape.Rows * (queries + (2 * keys)), shape.Plain.Bytes);
            if (model.HeadNorm)
            {
                _before.Norm("head norm",
                    shape.Rows * Math.Max(1, (model.Heads + model.KvHeads) / shape.Tensor), model.HeadDim, model.RmsNorm);
            }

            if (model.Rotary)
            {
                Rope rope = new("rope", shape.Plain, shape.Rows, queries + keys);
                _before.Add([Tape.Compute(rope)], [Tape.Compute(rope with { Name = "rope gradient" })]);
            }
        }

        AttentionWork.Core(_core, model);
        int values = Math.Max(1, model.Heads / shape.Tensor) * (model.Latent?.ValueDim ?? model.HeadDim);
        Parallel.Row(_after, new Linear("output projection", shape.Rows, model.Hidden, values), bytes);
        Residual(_after, model, "attention", model.OutputBias);
        _after.Norm("MLP norm", shape.OwnRows, model.Hidden, model.RmsNorm);
        if (model.Experts is { } mixture && experts)
        {
            ExpertWork.Add(_after, model, mixture);
        }
        else
        {
            MlpWork.Dense(_after, model, model.Experts?.DenseIntermediate is > 0 and var dense ? dense : model.Intermediate, "");
        }

        Residual(_after, model, "MLP", model.MlpBias);
    }

    /// <summary>The forward pass.</summary>
    public IReadOnlyList<WorkItem> Forward => [.. _before.Forward, .. _core.Forward, .. _after.Forward];

    /// <summary>The backward pass, with what it computes again before it.</summary>
    /// <param name="recompute">none, selective, full.</param>
    public IReadOnlyList<WorkItem> Backward(string recompute) => recompute switch
    {
        "full" => [.. Recomputed.Select(Again), .. _after.Backward, .. _core.Backward, .. _before.Backward],
        "selective" => [.. _after.Backward, .. _core.Forward.Select(Again), .. _core.Backward, .. _before.Backward],
        _ => [.. _after.Backward, .. _core.Backward, .. _before.Backward],
    };

    /// <summary>Bytes that a micro-batch keeps on the device until its backward pass.</summary>
    /// <param name="recompute">none, selective, full.</param>
    /// <param name="model">The model.</param>
    public double Kept(string recompute, TransformerModel model) => recompute switch
    {
        "full" => (double)_before.Shape.OwnRows * model.Hidden * _before.Shape.Plain.Bytes,
        "selective" => _before.Kept + _after.Kept,
        _ => _before.Kept + _core.Kept + _after.Kept,
    };

    private IEnumerable<WorkItem> Recomputed => _before.Shape.Software.RecomputesNeeded
        ? [.. _before.Forward, .. _core.Forward, .. _after.Forward.Take(_after.Needed)] : Forward;

    private static WorkItem Again(WorkItem item) => item.Kind == TimeKind.Compute ? item with { Kind = TimeKind.Recompute } : item;

    // Bias, dropout and the sum with what went in are one kernel.
    private static void Residual(Tape tape, TransformerModel model, string block, bool bias)
    {
        WorkShape shape = tape.Shape;
        double elements = (double)shape.OwnRows * model.Hidden;
        List<WorkItem> backward = [tape.Flat(block + " residual gradient", elements, ElementFunction.Add)];
        if (bias)
        {
            backward.Add(tape.Flat(block + " bias gradient", elements, ElementFunction.Sum) with { OfWeights = true });
        }

        if (shape.Software.Dropout)
        {
            tape.Keep(elements, 1);
            backward.Add(tape.Flat(block + " dropout gradient", elements, AttentionWork.DropoutGradient));
        }

        tape.Add([tape.Flat(block + " residual", elements, shape.Software.Dropout ? DropoutAdd : ElementFunction.Add)], backward);
    }

    // Latent attention: what leads to the short vectors is the same on all tensor-parallel ranks, what leads from them is split by heads.
    private void Latent(TransformerModel model, LatentAttention latent, int queries)
    {
        WorkShape shape = _before.Shape;
        int heads = Math.Max(1, model.Heads / shape.Tensor);
        int first = (latent.QueryRank > 0 ? latent.QueryRank : 0) + latent.CachedElements;
        Collectives between = new(shape);
        _before.Linear(new Linear("latent projection", shape.OwnRows, first, model.Hidden) { InputIsNarrow = true });
        if (latent.QueryRank > 0)
        {
            _before.Norm("query latent norm", shape.OwnRows, latent.QueryRank, model.RmsNorm);
        }

        Parallel.Column(_before, new Linear("query projection", shape.Rows, queries, latent.QueryRank > 0 ? latent.QueryRank : model.Hidden),
            between.Activations(latent.QueryRank > 0 ? latent.QueryRank : model.Hidden));
        _before.Norm("key latent norm", shape.OwnRows, latent.KvRank, model.RmsNorm);
        int keysAndValues = heads * (model.HeadDim - latent.RopeDim + latent.ValueDim);
        Parallel.Column(_before, new Linear("key and value projection", shape.Rows, keysAndValues, latent.KvRank),
            between.Activations(latent.KvRank));
        Rope rope = new("rope", shape.Plain, shape.Rows, (heads + 1) * latent.RopeDim);
        _before.Add([Tape.Compute(rope)], [Tape.Compute(rope with { Name = "rope gradient" })]);

        // Keys and values come out of their projection head by head, and every head's key gets the one that is turned: both are laid out anew.
        double laid = (double)shape.Rows * heads * (model.HeadDim + latent.ValueDim);
        _before.Add([_before.Flat("lay out keys and values", laid, ElementFunction.Copy)],
            [_before.Flat("lay out key and value gradients", laid, ElementFunction.Copy)]);
        _before.Keep((double)shape.Rows * heads * ((2 * model.HeadDim) + latent.ValueDim), shape.Plain.Bytes);
    }

    // Input and residual read, sum and a mask of one byte written.
    private static readonly ElementFunction DropoutAdd = new("dropout and add", 2, 1.5, 4, 26);
}

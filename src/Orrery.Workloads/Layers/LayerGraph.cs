using Orrery.Workloads.Models;
using Orrery.Workloads.Operators;

namespace Orrery.Workloads.Layers;

/// <summary>Breaks one layer of a transformer into its operators, in the order in which they run.</summary>
public static class LayerGraph
{
    /// <summary>The operators of one layer.</summary>
    /// <param name="model">The model.</param>
    /// <param name="shape">What runs through the layer.</param>
    /// <param name="layer">Which layer, from 0; the last unless given. It matters where the first layers have no experts.</param>
    public static IReadOnlyList<Operator> Build(TransformerModel model, LayerShape shape, int? layer = null)
    {
        List<Operator> work = [];
        if (!model.PostNorm)
        {
            work.Add(Norm(model, shape, "input norm"));
        }

        if (model.Latent is { } latent)
        {
            LatentAttentionBlock.Add(work, model, latent, shape);
        }
        else
        {
            AddAttention(work, model, shape);
        }

        work.Add(Residual(model, shape, "attention residual"));
        work.Add(Norm(model, shape, model.PostNorm ? "attention norm" : "MLP norm"));
        if (model.Experts is not { } experts)
        {
            AddMlp(work, model, shape, model.Intermediate, "");
        }
        else if (layer < experts.DenseLayers)
        {
            AddMlp(work, model, shape, experts.DenseIntermediate, "");
        }
        else
        {
            AddExperts(work, model, experts, shape);
        }

        work.Add(Residual(model, shape, "MLP residual"));
        if (model.PostNorm)
        {
            work.Add(Norm(model, shape, "MLP norm"));
        }

        return work;
    }

    private static Norm Norm(TransformerModel model, LayerShape shape, string name) =>
        new(name, shape.Format, shape.Rows, model.Hidden, model.RmsNorm);

    private static Elementwise Residual(TransformerModel model, LayerShape shape, string name) =>
        new(name, shape.Format, shape.Rows, model.Hidden, ElementFunction.Add);

    private static void AddAttention(List<Operator> work, TransformerModel model, LayerShape shape)
    {
        int queries = model.Heads * model.HeadDim;
        int keys = model.KvHeads * model.HeadDim;
        work.Add(new Gemm("QKV projection", shape.Format, shape.Rows, queries + (2 * keys), model.Hidden, Bias: model.QkvBias));
        if (model.HeadNorm)
        {
            work.Add(new Norm("head norm", shape.Format, shape.Rows * (model.Heads + model.KvHeads), model.HeadDim,
                model.RmsNorm));
        }

        if (model.Rotary)
        {
            work.Add(new Rope("rope", shape.Format, shape.Rows, queries + keys));
        }

        work.Add(new Attention("attention", shape.Format, shape.Batch, model.Heads, model.KvHeads, model.HeadDim, shape.Queries,
            shape.Keys, model.Causal));
        work.Add(new Gemm("output projection", shape.Format, shape.Rows, model.Hidden, queries, Bias: model.OutputBias));
    }

    private static void AddMlp(List<Operator> work, TransformerModel model, LayerShape shape, int intermediate, string prefix)
    {
        int width = model.GatedMlp ? 2 * intermediate : intermediate;
        string up = model.GatedMlp ? "gate/up projection" : "up projection";
        work.Add(new Gemm(prefix + up, shape.Format, shape.Rows, width, model.Hidden, Bias: model.MlpBias));
        work.Add(MlpActivation.Of(prefix + "activation", shape.Format, shape.Rows, intermediate, model.Activation, model.GatedMlp));
        work.Add(new Gemm(prefix + "down projection", shape.Format, shape.Rows, model.Hidden, intermediate, Bias: model.MlpBias));
    }

    // Tokens fall evenly on the experts: the most favourable case, and the one that a balancing loss trains for.
    private static void AddExperts(List<Operator> work, TransformerModel model, MixtureOfExperts experts, LayerShape shape)
    {
        work.Add(new Gemm("router", shape.Format, shape.Rows, experts.Count, model.Hidden));
        work.Add(new Routing("expert choice", shape.Format, shape.Rows, model.Hidden, experts.Count, experts.PerToken, Combine: false));
        ExpertLoad load = new(shape.Rows, experts.Count, experts.PerToken);
        work.AddRange(new MoeBlock(load, model.Hidden, model.Intermediate, model.GatedMlp, model.Activation, shape.Format).Build());
        if (experts.Shared > 0)
        {
            AddMlp(work, model, shape, experts.Shared * model.Intermediate, "shared expert ");
            work.Add(Residual(model, shape, "shared expert sum"));
        }
    }
}

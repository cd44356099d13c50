using Orrery.Workloads.Models;
using Orrery.Workloads.Operators;

namespace Orrery.Workloads.Layers;

/// <summary>Breaks one layer of a transformer into its operators, in the order in which they run.</summary>
public static class LayerGraph
{
    /// <summary>The operators of one layer.</summary>
    public static IReadOnlyList<Operator> Build(TransformerModel model, LayerShape shape)
    {
        List<Operator> work = [];
        if (!model.PostNorm)
        {
            work.Add(Norm(model, shape, "input norm"));
        }

        AddAttention(work, model, shape);
        work.Add(Residual(model, shape, "attention residual"));
        work.Add(Norm(model, shape, model.PostNorm ? "attention norm" : "MLP norm"));
        if (model.Experts is { } experts)
        {
            AddExperts(work, model, experts, shape);
        }
        else
        {
            AddMlp(work, model, shape, shape.Rows, groups: 1, "");
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

    private static void AddMlp(List<Operator> work, TransformerModel model, LayerShape shape, int rows, int groups, string prefix)
    {
        int width = model.GatedMlp ? 2 * model.Intermediate : model.Intermediate;
        string up = model.GatedMlp ? "gate/up projection" : "up projection";
        work.Add(new Gemm(prefix + up, shape.Format, rows, width, model.Hidden, groups, model.MlpBias));
        ElementFunction function = ElementFunction.Activation(model.Activation);
        work.Add(model.GatedMlp
            ? new GatedActivation(prefix + "activation", shape.Format, rows * groups, model.Intermediate, function)
            : new Elementwise(prefix + "activation", shape.Format, rows * groups, model.Intermediate, function));
        work.Add(new Gemm(prefix + "down projection", shape.Format, rows, model.Hidden, model.Intermediate, groups,
            model.MlpBias));
    }

    // Tokens fall evenly on the experts: the most favourable case, and the one that a balancing loss trains for. Where there
    // are fewer choices than experts, only as many experts work, and their weights alone are read.
    private static void AddExperts(List<Operator> work, TransformerModel model, MixtureOfExperts experts, LayerShape shape)
    {
        long choices = (long)shape.Rows * experts.PerToken;
        int busy = (int)Math.Min(experts.Count, choices);
        int rows = (int)((choices + busy - 1) / busy);
        work.Add(new Gemm("router", shape.Format, shape.Rows, experts.Count, model.Hidden));
        work.Add(new Routing("dispatch", shape.Format, shape.Rows, model.Hidden, experts.Count, experts.PerToken,
            Combine: false));
        AddMlp(work, model, shape, rows, busy, "expert ");
        work.Add(new Routing("combine", shape.Format, shape.Rows, model.Hidden, experts.Count, experts.PerToken, Combine: true));
    }
}

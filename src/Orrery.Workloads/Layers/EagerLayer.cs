using Orrery.Workloads.Models;
using Orrery.Workloads.Operators;

namespace Orrery.Workloads.Layers;

/// <summary>
/// One transformer layer as eager PyTorch runs the published model code (Hugging Face transformers, attention "eager"): attention
/// in separate operators with the scores in memory, copies where heads are laid out anew, and functions that the model composes
/// of simple ones. <see cref="LayerGraph"/> is the layer as a serving engine runs it.
/// </summary>
public static class EagerLayer
{
    /// <summary>The operators of the forward pass of one layer, in order.</summary>
    public static IReadOnlyList<Operator> Forward(TransformerModel model, EagerShape shape)
    {
        List<Operator> work = [];
        if (!model.PostNorm)
        {
            work.Add(Norm(model, shape, "attention norm"));
        }

        AddAttention(work, model, shape);
        AddResidual(work, model, shape, "attention");
        AddMlp(work, model, shape);
        AddResidual(work, model, shape, "MLP");
        return work;
    }

    /// <summary>The norm of the layer's width.</summary>
    public static Norm Norm(TransformerModel model, EagerShape shape, string name) =>
        new(name, shape.Format, shape.Rows, model.Hidden, model.RmsNorm);

    /// <summary>An activation function as the framework runs it: one kernel, or the chain that the model's code spells out.</summary>
    public static IEnumerable<Operator> Activation(TransformerModel model, EagerShape shape, int columns)
    {
        // The tanh form of gelu: 0.5 x (1 + tanh(c (x + 0.044715 x^3))).
        ElementFunction[] chain = model.Activation == "gelu_new" && !shape.Compiled
            ? [ElementFunction.PowerScalar, ElementFunction.MultiplyScalar, ElementFunction.Add, ElementFunction.MultiplyScalar,
                ElementFunction.Tanh, ElementFunction.AddScalar, ElementFunction.MultiplyScalar, ElementFunction.Multiply]
            : [ElementFunction.Activation(model.Activation)];
        return chain.Select(function => new Elementwise("activation", shape.Format, shape.Rows, columns, function));
    }

    private static void AddAttention(List<Operator> work, TransformerModel model, EagerShape shape)
    {
        (int rows, int hidden, int heads) = (shape.Rows, model.Hidden, shape.Batch * model.Heads);
        if (model.Family == "gpt2")
        {
            work.Add(new Gemm("QKV projection", shape.Format, rows, 3 * hidden, hidden, Bias: model.QkvBias));
        }
        else
        {
            work.Add(new Gemm("query projection", shape.Format, rows, hidden, hidden, Bias: model.QkvBias));
            work.Add(new Gemm("key projection", shape.Format, rows, hidden, hidden, Bias: model.QkvBias));
            work.Add(new Gemm("value projection", shape.Format, rows, hidden, hidden, Bias: model.QkvBias));
        }

        // A batched multiplication wants each head's matrix in one piece; projections leave heads side by side.
        work.Add(Flat("query heads", shape, rows, hidden, ElementFunction.Copy));
        work.Add(Flat("key heads", shape, rows, hidden, ElementFunction.Copy));
        work.Add(new Gemm("scores", shape.Format, shape.Sequence, shape.Sequence, model.HeadDim, heads));
        int scores = heads * shape.Sequence;
        if (!shape.Compiled)
        {
            work.Add(Flat("scale", shape, scores, shape.Sequence, ElementFunction.MultiplyScalar));
            work.Add(Flat("mask", shape, scores, shape.Sequence, ElementFunction.AddScalar));
        }

        work.Add(new Softmax("softmax", shape.Format, scores, shape.Sequence));
        AddDropout(work, shape, scores, shape.Sequence);
        work.Add(Flat("value heads", shape, rows, hidden, ElementFunction.Copy));
        work.Add(new Gemm("weighted values", shape.Format, shape.Sequence, model.HeadDim, shape.Sequence, heads));
        work.Add(Flat("merge heads", shape, rows, hidden, ElementFunction.Copy));
        work.Add(new Gemm("output projection", shape.Format, rows, hidden, hidden, Bias: model.OutputBias));
        AddDropout(work, shape, rows, hidden);
    }

    private static void AddMlp(List<Operator> work, TransformerModel model, EagerShape shape)
    {
        work.Add(new Gemm("up projection", shape.Format, shape.Rows, model.Intermediate, model.Hidden, Bias: model.MlpBias));
        work.AddRange(Activation(model, shape, model.Intermediate));
        work.Add(new Gemm("down projection", shape.Format, shape.Rows, model.Hidden, model.Intermediate, Bias: model.MlpBias));
        AddDropout(work, shape, shape.Rows, model.Hidden);
    }

    // The sum with what went in, and the norm that follows it where the model has one there. Compiled, both are one kernel.
    private static void AddResidual(List<Operator> work, TransformerModel model, EagerShape shape, string block)
    {
        bool normed = model.PostNorm || block == "attention";
        string name = model.PostNorm ? block + " norm" : "MLP norm";
        if (!shape.Compiled || !normed)
        {
            work.Add(Flat(block + " residual", shape, shape.Rows, model.Hidden, ElementFunction.Add));
        }

        if (normed)
        {
            work.Add(Norm(model, shape, name) with { Residual = shape.Compiled });
        }
    }

    private static void AddDropout(List<Operator> work, EagerShape shape, int rows, int columns)
    {
        if (shape.Training)
        {
            work.Add(Flat("dropout", shape, rows, columns, ElementFunction.Dropout));
        }
    }

    private static Elementwise Flat(string name, EagerShape shape, int rows, int columns, ElementFunction function) =>
        new(name, shape.Format, rows, columns, function);
}

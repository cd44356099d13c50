using Orrery.Workloads.Models;
using Orrery.Workloads.Operators;

namespace Orrery.Workloads.Layers;

/// <summary>A whole model as eager PyTorch runs it: embedding, layers, and what stands at its end.</summary>
public static class EagerModel
{
    /// <summary>The operators of the forward pass.</summary>
    public static IReadOnlyList<Operator> Forward(TransformerModel model, EagerShape shape)
    {
        List<Operator> work = [new Embedding("embedding", shape.Format, shape.Rows, model.Hidden, model.Vocabulary)];
        for (int table = 1; table < Tables(model); table++)
        {
            work.Add(new Elementwise("position", shape.Format, shape.Rows, model.Hidden, ElementFunction.Add));
        }

        if (model.PostNorm)
        {
            work.Add(EagerLayer.Norm(model, shape, "embedding norm"));
        }

        IReadOnlyList<Operator> layer = EagerLayer.Forward(model, shape);
        for (int index = 0; index < model.Layers; index++)
        {
            work.AddRange(layer);
        }

        work.AddRange(Head(model, shape));
        return work;
    }

    /// <summary>The operators of the backward pass, from the loss (the logarithm of softmax over the vocabulary) down.</summary>
    public static IReadOnlyList<Operator> Backward(TransformerModel model, EagerShape shape)
    {
        List<Operator> work =
        [
            new Elementwise("loss gradient", shape.Format, shape.Rows, model.Vocabulary, ElementFunction.Copy),
            new Elementwise("loss gradient", shape.Format, shape.Rows, model.Vocabulary, ElementFunction.Multiply),
        ];
        foreach (Operator forward in Forward(model, shape).Reverse())
        {
            work.AddRange(EagerBackward.Of(forward));
        }

        return work;
    }

    // A decoder projects to its vocabulary. An encoder does so when it is trained on masked words, after one more dense layer; its
    // classifier of a few classes takes no time to speak of.
    private static IEnumerable<Operator> Head(TransformerModel model, EagerShape shape)
    {
        if (!model.PostNorm)
        {
            yield return EagerLayer.Norm(model, shape, "final norm");
        }

        if (model.PostNorm && shape.Training)
        {
            yield return new Gemm("transform", shape.Format, shape.Rows, model.Hidden, model.Hidden, Bias: true);
            foreach (Operator part in EagerLayer.Activation(model, shape, model.Hidden))
            {
                yield return part;
            }

            yield return EagerLayer.Norm(model, shape, "transform norm");
        }

        if (model.HasVocabularyHead || shape.Training)
        {
            yield return new Gemm("vocabulary head", shape.Format, shape.Rows, model.Vocabulary, model.Hidden, Bias: model.PostNorm);
        }
    }

    private static int Tables(TransformerModel model) =>
        1 + (model.LearnedPositions > 0 ? 1 : 0) + (model.TokenTypes > 0 ? 1 : 0);
}

using Orrery.Workloads.Models;

namespace Orrery.Training.Work;

/// <summary>Parameters on one device.</summary>
/// <param name="Shared">Those that all data- and context-parallel ranks hold.</param>
/// <param name="Experts">Those of experts, of which expert-parallel ranks hold different ones.</param>
public readonly record struct ParameterCount(double Shared, double Experts)
{
    /// <summary>Both.</summary>
    public double All => Shared + Experts;

    public static ParameterCount operator +(ParameterCount left, ParameterCount right) =>
        new(left.Shared + right.Shared, left.Experts + right.Experts);

    public static ParameterCount operator *(ParameterCount count, double times) => new(count.Shared * times, count.Experts * times);

    /// <summary>One layer, split over tensor- and expert-parallel ranks. Norms and routers are on all ranks whole; they hardly count.</summary>
    /// <param name="model">The model.</param>
    /// <param name="tensor">Tensor-parallel ranks.</param>
    /// <param name="expert">Expert-parallel ranks.</param>
    /// <param name="expertTensor">Ranks over which each expert is split.</param>
    /// <param name="experts">Whether the layer has experts.</param>
    public static ParameterCount OfLayer(TransformerModel model, int tensor, int expert, int expertTensor, bool experts)
    {
        if (model.Experts is not { } mixture)
        {
            return new ParameterCount(model.LayerParameters() / (double)tensor, 0);
        }

        double matrices = model.GatedMlp ? 3 : 2;
        double one = matrices * model.Hidden * model.Intermediate;
        double outside = model.LayerParameters() - (mixture.Count * one);
        double router = (double)model.Hidden * mixture.Count;
        return experts ? new ParameterCount(outside / tensor, mixture.Count * one / expertTensor / expert)
            : new ParameterCount(
                (outside - router - (mixture.Shared * one) + (matrices * model.Hidden * mixture.DenseIntermediate)) / tensor, 0);
    }

    /// <summary>The table of tokens, and positions beside it.</summary>
    public static ParameterCount OfEmbedding(TransformerModel model, int tensor) =>
        new(((double)model.Vocabulary / tensor * model.Hidden) + ((double)model.LearnedPositions * model.Hidden), 0);

    /// <summary>The head: a table as large as the embedding's, a copy of it where both are tied, and the last norm.</summary>
    public static ParameterCount OfHead(TransformerModel model, int tensor) =>
        new(((double)model.Vocabulary / tensor * model.Hidden) + (2.0 * model.Hidden), 0);
}

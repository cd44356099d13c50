using Orrery.Workloads.Formats;

namespace Orrery.Workloads.Models;

/// <summary>What follows from a model's shape alone.</summary>
public static class ModelSize
{
    /// <summary>All parameters: weights, biases, norms, embeddings.</summary>
    public static long Parameters(this TransformerModel model) => Around(model) + (model.Layers * model.LayerParameters());

    /// <summary>The parameters that one token passes through; less than all where there are experts.</summary>
    public static long ActiveParameters(this TransformerModel model) =>
        Around(model) + (model.Layers * Layer(model, model.Experts?.PerToken ?? 1));

    /// <summary>Parameters of one layer, all experts included.</summary>
    public static long LayerParameters(this TransformerModel model) => Layer(model, model.Experts?.Count ?? 1);

    /// <summary>
    /// Floating-point operations of the forward pass for one token that sees <paramref name="context"/> tokens, itself
    /// included: two for each weight of a matrix that it passes and four for each element of a head and token seen.
    /// Norms, activations and the like are not in it.
    /// </summary>
    public static double FlopsPerToken(this TransformerModel model, int context = 1)
    {
        double matrices = (2.0 * model.Hidden * model.HeadDim * (model.Heads + model.KvHeads))
            + ((model.Experts?.PerToken ?? 1) * MlpMatrices(model) * (double)model.Hidden * model.Intermediate);
        double layer = (2 * (matrices + Router(model))) + (4.0 * model.Heads * model.HeadDim * context);
        double head = model.HasVocabularyHead ? 2.0 * model.Hidden * model.Vocabulary : 0;
        return (model.Layers * layer) + head;
    }

    /// <summary>
    /// Bytes of keys and values that one token leaves in the cache, over all layers; 0 where nothing is cached.
    /// </summary>
    public static double KvCacheBytesPerToken(this TransformerModel model, NumberFormat format) =>
        model.Causal ? 2.0 * model.Layers * model.KvHeads * model.HeadDim * format.Bytes : 0;

    private static long Layer(TransformerModel model, int experts) =>
        AttentionBlock(model) + Norms(model) + Router(model) + (experts * Mlp(model));

    private static int MlpMatrices(TransformerModel model) => model.GatedMlp ? 3 : 2;

    private static long AttentionBlock(TransformerModel model)
    {
        long queries = (long)model.Heads * model.HeadDim;
        long keysAndValues = 2L * model.KvHeads * model.HeadDim;
        long weights = model.Hidden * ((2 * queries) + keysAndValues);
        return weights + (model.QkvBias ? queries + keysAndValues : 0) + (model.OutputBias ? model.Hidden : 0)
            + (model.HeadNorm ? 2 * model.HeadDim : 0);
    }

    private static long Mlp(TransformerModel model)
    {
        long weights = (long)MlpMatrices(model) * model.Hidden * model.Intermediate;
        long biases = ((MlpMatrices(model) - 1L) * model.Intermediate) + model.Hidden;
        return weights + (model.MlpBias ? biases : 0);
    }

    private static long Router(TransformerModel model) => (long)model.Hidden * (model.Experts?.Count ?? 0);

    private static long Norms(TransformerModel model) => 2 * Norm(model);

    private static long Norm(TransformerModel model) => model.RmsNorm ? model.Hidden : 2L * model.Hidden;

    // Everything that is not a layer: embeddings, the norm beside them, and what stands at the end.
    private static long Around(TransformerModel model)
    {
        long tables = (long)model.Hidden * (model.Vocabulary + model.LearnedPositions + model.TokenTypes);
        long patches = model.Image is { } image
            ? ((long)image.Patch * image.Patch * image.Channels * model.Hidden) + (2L * model.Hidden)
            : 0;
        long head = model.HasVocabularyHead && !model.TiedEmbeddings ? (long)model.Hidden * model.Vocabulary : 0;
        long classifier = model.Labels > 0 ? model.Labels * (model.Hidden + 1L) : 0;
        long pooler = model.HasPooler ? model.Hidden * (model.Hidden + 1L) : 0;
        return tables + patches + Norm(model) + head + classifier + pooler;
    }
}

using Orrery.Workloads.Formats;

namespace Orrery.Workloads.Models;

/// <summary>What follows from a model's shape alone.</summary>
public static class ModelSize
{
    /// <summary>All parameters: weights, biases, norms, embeddings.</summary>
    public static long Parameters(this TransformerModel model) => Around(model) + Layers(model, model.Experts?.Count ?? 1);

    /// <summary>The parameters that one token passes through; less than all where there are experts.</summary>
    public static long ActiveParameters(this TransformerModel model) => Around(model) + Layers(model, model.Experts?.PerToken ?? 1);

    /// <summary>Parameters of one layer, all experts included; of the last layer where the first ones differ.</summary>
    public static long LayerParameters(this TransformerModel model) => Layer(model, model.Experts?.Count ?? 1);

    /// <summary>
    /// Floating-point operations of the forward pass for one token that sees <paramref name="context"/> tokens, itself
    /// included: two for each weight of a matrix that it passes and two for each element of a key or value and token seen.
    /// Norms, activations and the like are not in it. Latent attention counts as it is defined, not as it is absorbed in decode.
    /// </summary>
    public static double FlopsPerToken(this TransformerModel model, int context = 1)
    {
        int valueDim = model.Latent?.ValueDim ?? model.HeadDim;
        double attention = (2.0 * AttentionMatrices(model)) + (2.0 * model.Heads * (model.HeadDim + valueDim) * context);
        double mlps = Mlps(model, model.Experts?.PerToken ?? 1,
            (_, intermediate) => (double)MlpMatrices(model) * model.Hidden * intermediate);
        double routers = (double)Router(model) * (model.Layers - Dense(model));
        double head = model.HasVocabularyHead ? 2.0 * model.Hidden * model.Vocabulary : 0;
        return (model.Layers * attention) + (2 * (mlps + routers)) + head;
    }

    /// <summary>
    /// Bytes of keys and values that one token leaves in the cache, over all layers; 0 where nothing is cached.
    /// </summary>
    public static double KvCacheBytesPerToken(this TransformerModel model, NumberFormat format)
    {
        double elements = model.Latent?.CachedElements ?? (2.0 * model.KvHeads * model.HeadDim);
        return model.Causal ? model.Layers * elements * format.Bytes : 0;
    }

    private static int Dense(TransformerModel model) => model.Experts?.DenseLayers ?? 0;

    private static long Layers(TransformerModel model, int experts) => (model.Layers * (AttentionBlock(model) + Norms(model)))
        + ((model.Layers - Dense(model)) * Router(model)) + (long)Mlps(model, experts, Mlp);

    // Over all layers: one MLP in the first ones, so many experts and the shared ones in the rest.
    private static double Mlps(TransformerModel model, int experts, Func<TransformerModel, int, double> one) =>
        ((model.Layers - Dense(model)) * (experts + (model.Experts?.Shared ?? 0)) * one(model, model.Intermediate))
        + (Dense(model) * one(model, model.Experts?.DenseIntermediate ?? 0));

    private static long Layer(TransformerModel model, int experts) => AttentionBlock(model) + Norms(model) + Router(model)
        + ((experts + (model.Experts?.Shared ?? 0)) * (long)Mlp(model, model.Intermediate));

    private static int MlpMatrices(TransformerModel model) => model.GatedMlp ? 3 : 2;

    // Weights of the projections around attention.
    private static long AttentionMatrices(TransformerModel model)
    {
        long queries = (long)model.Heads * model.HeadDim;
        if (model.Latent is not { } latent)
        {
            return model.Hidden * ((2 * queries) + (2L * model.KvHeads * model.HeadDim));
        }

        long toQueries = latent.QueryRank > 0 ? latent.QueryRank * (model.Hidden + queries) : model.Hidden * queries;
        long toKeys = ((long)model.Hidden * latent.CachedElements)
            + ((long)latent.KvRank * model.Heads * (model.HeadDim - latent.RopeDim + latent.ValueDim));
        return toQueries + toKeys + ((long)model.Hidden * model.Heads * latent.ValueDim);
    }

    private static long AttentionBlock(TransformerModel model)
    {
        long biases = ((long)model.Heads + (2L * model.KvHeads)) * model.HeadDim;
        long latentNorms = model.Latent is { } latent ? latent.QueryRank + latent.KvRank : 0;
        return AttentionMatrices(model) + latentNorms + (model.QkvBias ? biases : 0) + (model.OutputBias ? model.Hidden : 0)
            + (model.HeadNorm ? 2 * model.HeadDim : 0);
    }

    private static double Mlp(TransformerModel model, int intermediate)
    {
        double weights = (double)MlpMatrices(model) * model.Hidden * intermediate;
        double biases = ((MlpMatrices(model) - 1.0) * intermediate) + model.Hidden;
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

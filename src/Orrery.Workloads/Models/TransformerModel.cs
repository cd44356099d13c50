namespace Orrery.Workloads.Models;

/// <summary>A transformer as its published configuration describes it. Sizes are numbers of elements.</summary>
public sealed record TransformerModel
{
    /// <summary>Name in the catalogue, or the file's or folder's name.</summary>
    public required string Name { get; init; }

    /// <summary>The <c>model_type</c> of the configuration: llama, mixtral, gpt2, bert, vit and the like.</summary>
    public required string Family { get; init; }

    /// <summary>Layers (blocks).</summary>
    public required int Layers { get; init; }

    /// <summary>Width of the residual stream.</summary>
    public required int Hidden { get; init; }

    /// <summary>Query heads.</summary>
    public required int Heads { get; init; }

    /// <summary>Key and value heads; equal to <see cref="Heads"/> without grouped-query attention.</summary>
    public required int KvHeads { get; init; }

    /// <summary>Elements of one head.</summary>
    public required int HeadDim { get; init; }

    /// <summary>Width inside the MLP, of one expert where there are experts.</summary>
    public required int Intermediate { get; init; }

    /// <summary>Tokens of the vocabulary; 0 for a vision model.</summary>
    public int Vocabulary { get; init; }

    /// <summary>Learned positions; 0 where positions are rotary.</summary>
    public int LearnedPositions { get; init; }

    /// <summary>Longest sequence; 0 where the configuration does not say.</summary>
    public int MaxSequence { get; init; }

    /// <summary>Kinds of token type embeddings (BERT); 0 elsewhere.</summary>
    public int TokenTypes { get; init; }

    /// <summary>True where the output projection shares the input embedding's weights.</summary>
    public bool TiedEmbeddings { get; init; }

    /// <summary>True where the model ends in a projection to the vocabulary.</summary>
    public bool HasVocabularyHead { get; init; }

    /// <summary>Classes of the classifier at the end (vision models); 0 without one.</summary>
    public int Labels { get; init; }

    /// <summary>True for a dense layer with tanh on the first token (BERT).</summary>
    public bool HasPooler { get; init; }

    /// <summary>True where a token sees only what came before it.</summary>
    public bool Causal { get; init; }

    /// <summary>True where positions are rotary embeddings on queries and keys.</summary>
    public bool Rotary { get; init; }

    /// <summary>True for RMSNorm, false for LayerNorm with bias.</summary>
    public bool RmsNorm { get; init; }

    /// <summary>True where every query and key head is normalised on its own (Qwen3).</summary>
    public bool HeadNorm { get; init; }

    /// <summary>True where the norms stand after the residual adds (BERT) instead of before the blocks.</summary>
    public bool PostNorm { get; init; }

    /// <summary>True for gate and up projections multiplied together (SwiGLU and the like).</summary>
    public bool GatedMlp { get; init; }

    /// <summary>The activation: silu, gelu, relu.</summary>
    public required string Activation { get; init; }

    /// <summary>True where query, key and value projections have a bias.</summary>
    public bool QkvBias { get; init; }

    /// <summary>True where the output projection of attention has a bias.</summary>
    public bool OutputBias { get; init; }

    /// <summary>True where the MLP's projections have biases.</summary>
    public bool MlpBias { get; init; }

    /// <summary>Experts, where the MLP is a mixture of them.</summary>
    public MixtureOfExperts? Experts { get; init; }

    /// <summary>Sizes of multi-head latent attention, where keys and values are cached as one vector.</summary>
    public LatentAttention? Latent { get; init; }

    /// <summary>Image input, where tokens are patches of an image.</summary>
    public ImageInput? Image { get; init; }
}

/// <summary>A mixture of experts in place of one MLP.</summary>
/// <param name="Count">Experts in a layer.</param>
/// <param name="PerToken">Experts that each token passes through.</param>
public sealed record MixtureOfExperts(int Count, int PerToken)
{
    /// <summary>Experts that every token passes through beside those that are chosen for it.</summary>
    public int Shared { get; init; }

    /// <summary>Layers at the start that have one MLP instead of experts.</summary>
    public int DenseLayers { get; init; }

    /// <summary>Width inside the MLP of those layers.</summary>
    public int DenseIntermediate { get; init; }
}

/// <summary>
/// Multi-head latent attention (DeepSeek-V2): keys and values of all heads are projected from one short vector a token, and only that
/// vector and one rotary key are cached.
/// </summary>
/// <param name="QueryRank">Elements of the vector from which queries are projected; 0 where they come from the residual stream.</param>
/// <param name="KvRank">Elements of the vector from which keys and values are projected.</param>
/// <param name="RopeDim">Elements of a query or key that are turned by its position; the key's are the same for all heads.</param>
/// <param name="ValueDim">Elements of a head of values.</param>
public sealed record LatentAttention(int QueryRank, int KvRank, int RopeDim, int ValueDim)
{
    /// <summary>Elements that a token leaves in the cache of one layer.</summary>
    public int CachedElements => KvRank + RopeDim;
}

/// <summary>The input of a vision transformer.</summary>
/// <param name="Size">Width and height of the image in pixels.</param>
/// <param name="Patch">Width and height of a patch in pixels.</param>
/// <param name="Channels">Colours of a pixel.</param>
public sealed record ImageInput(int Size, int Patch, int Channels)
{
    /// <summary>Tokens of one image: its patches and the class token.</summary>
    public int Tokens => (Size / Patch * (Size / Patch)) + 1;
}

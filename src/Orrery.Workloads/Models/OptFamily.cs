namespace Orrery.Workloads.Models;

/// <summary>OPT (Zhang et al. 2022, arXiv 2205.01068): GPT-3's layers with ReLU and separate query, key and value projections.</summary>
internal sealed class OptFamily : IConfigFamily
{
    public IReadOnlyList<string> Types => ["opt"];

    public bool Resembles(ConfigFields fields) => fields.Has("ffn_dim") && fields.Has("do_layer_norm_before");

    public TransformerModel Read(string name, string type, ConfigFields fields)
    {
        int hidden = fields.Whole("hidden_size");
        int heads = fields.Whole("num_attention_heads");
        int positions = fields.Whole("max_position_embeddings");
        fields.MustDivide("num_attention_heads", heads, "hidden_size", hidden);
        return new TransformerModel
        {
            Name = name,
            Family = type,
            Layers = fields.Whole("num_hidden_layers"),
            Hidden = hidden,
            Heads = heads,
            KvHeads = heads,
            HeadDim = heads > 0 ? hidden / heads : 0,
            Intermediate = fields.Whole("ffn_dim"),
            Vocabulary = fields.Whole("vocab_size"),
            LearnedPositions = positions,
            MaxSequence = positions,
            TiedEmbeddings = fields.Switch("tie_word_embeddings", missing: true),
            HasVocabularyHead = true,
            Causal = true,
            Activation = fields.Text("activation_function", "relu"),
            QkvBias = true,
            OutputBias = true,
            MlpBias = true,
        };
    }
}

namespace Orrery.Workloads.Models;

/// <summary>GPT-2 and GPT-3: LayerNorm, learned positions, plain MLP, biases everywhere, tied embeddings.</summary>
internal sealed class Gpt2Family : IConfigFamily
{
    public IReadOnlyList<string> Types => ["gpt2"];

    public bool Resembles(ConfigFields fields) => fields.Has("n_embd");

    public TransformerModel Read(string name, string type, ConfigFields fields)
    {
        int hidden = fields.Whole("n_embd");
        int heads = fields.Whole("n_head");
        int positions = fields.Whole("n_positions");
        fields.MustDivide("n_head", heads, "n_embd", hidden);
        return new TransformerModel
        {
            Name = name,
            Family = type,
            Layers = fields.Whole("n_layer"),
            Hidden = hidden,
            Heads = heads,
            KvHeads = heads,
            HeadDim = heads > 0 ? hidden / heads : 0,
            Intermediate = fields.Whole("n_inner", 4 * hidden),
            Vocabulary = fields.Whole("vocab_size"),
            LearnedPositions = positions,
            MaxSequence = positions,
            TiedEmbeddings = fields.Switch("tie_word_embeddings", missing: true),
            HasVocabularyHead = true,
            Causal = true,
            Activation = fields.Text("activation_function", "gelu_new"),
            QkvBias = true,
            OutputBias = true,
            MlpBias = true,
        };
    }
}

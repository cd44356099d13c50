namespace Orrery.Workloads.Models;

/// <summary>BERT: an encoder with norms after the residual adds, learned positions and token types, and a pooler.</summary>
internal sealed class BertFamily : IConfigFamily
{
    public IReadOnlyList<string> Types => ["bert"];

    public bool Resembles(ConfigFields fields) => fields.Has("type_vocab_size");

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
            Intermediate = fields.Whole("intermediate_size"),
            Vocabulary = fields.Whole("vocab_size"),
            LearnedPositions = positions,
            MaxSequence = positions,
            TokenTypes = fields.Whole("type_vocab_size"),
            HasPooler = true,
            PostNorm = true,
            Activation = fields.Text("hidden_act", "gelu"),
            QkvBias = true,
            OutputBias = true,
            MlpBias = true,
        };
    }
}

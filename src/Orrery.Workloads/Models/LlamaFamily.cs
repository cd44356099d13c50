namespace Orrery.Workloads.Models;

/// <summary>
/// Llama and what follows its field names: RMSNorm, rotary positions, gated MLP, grouped-query attention, experts.
/// </summary>
internal sealed class LlamaFamily : IConfigFamily
{
    private static readonly string[] DeepSeekOnly = ["kv_lora_rank", "n_routed_experts"];

    public IReadOnlyList<string> Types => ["llama", "mistral", "mixtral", "qwen2", "qwen3", "qwen3_moe"];

    public bool Resembles(ConfigFields fields) => fields.Has("hidden_size") && !fields.Has("type_vocab_size")
        && !fields.Has("image_size")
        && !fields.Has("kv_lora_rank");

    public TransformerModel Read(string name, string type, ConfigFields fields)
    {
        foreach (string field in DeepSeekOnly.Where(fields.Has))
        {
            fields.Complain(field, $"belongs to models of type deepseek_v3, not {type}");
        }

        int hidden = fields.Whole("hidden_size");
        int heads = fields.Whole("num_attention_heads");
        int kvHeads = fields.Whole("num_key_value_heads", heads);
        bool ownHeadDim = fields.Has("head_dim");
        if (!ownHeadDim)
        {
            fields.MustDivide("num_attention_heads", heads, "hidden_size", hidden);
        }

        fields.MustDivide("num_key_value_heads", kvHeads, "num_attention_heads", heads);
        int headDim = ownHeadDim ? fields.Whole("head_dim") : heads > 0 ? hidden / heads : 0;
        if (headDim % 2 != 0)
        {
            fields.Complain(ownHeadDim ? "head_dim" : "num_attention_heads",
                $"gives heads of {headDim} elements, but rotary positions turn pairs");
        }

        MixtureOfExperts? experts = Experts(fields);
        bool bias = fields.Switch("attention_bias", missing: false);
        return new TransformerModel
        {
            Name = name,
            Family = type,
            Layers = fields.Whole("num_hidden_layers"),
            Hidden = hidden,
            Heads = heads,
            KvHeads = kvHeads,
            HeadDim = headDim,
            Intermediate = fields.Whole(experts is not null && fields.Has("moe_intermediate_size") ? "moe_intermediate_size" : "intermediate_size"),
            Vocabulary = fields.Whole("vocab_size"),
            MaxSequence = fields.Whole("max_position_embeddings", 0),
            TiedEmbeddings = fields.Switch("tie_word_embeddings", missing: false),
            HasVocabularyHead = true,
            Causal = true,
            Rotary = true,
            RmsNorm = true,
            GatedMlp = true,
            Activation = fields.Text("hidden_act", "silu"),
            QkvBias = bias || type == "qwen2",
            OutputBias = bias,
            MlpBias = fields.Switch("mlp_bias", missing: false),
            HeadNorm = type is "qwen3" or "qwen3_moe",
            Experts = experts,
        };
    }

    private static MixtureOfExperts? Experts(ConfigFields fields)
    {
        // Mixtral and Qwen call them differently.
        string name = fields.Has("num_experts") ? "num_experts" : "num_local_experts";
        if (!fields.Has(name))
        {
            return null;
        }

        if (fields.Has("decoder_sparse_step") && fields.Whole("decoder_sparse_step") > 1)
        {
            fields.Complain("decoder_sparse_step", "is more than 1, but every layer has experts here");
        }

        int count = fields.Whole(name);
        int perToken = fields.Whole("num_experts_per_tok");
        if (perToken > count && count > 0)
        {
            fields.Complain("num_experts_per_tok", $"is more than the {count} experts there are", $"{perToken}");
        }

        return new MixtureOfExperts(count, perToken);
    }
}

namespace Orrery.Workloads.Models;

/// <summary>
/// DeepSeek-V2 and V3 (arXiv 2405.04434, 2412.19437) and what follows their field names: latent attention, many small experts, shared
/// experts, and a few layers with one MLP at the start.
/// </summary>
internal sealed class DeepSeekFamily : IConfigFamily
{
    public IReadOnlyList<string> Types => ["deepseek_v2", "deepseek_v3", "kimi_k2"];

    public bool Resembles(ConfigFields fields) => fields.Has("kv_lora_rank");

    public TransformerModel Read(string name, string type, ConfigFields fields)
    {
        int heads = fields.Whole("num_attention_heads");
        int turned = fields.Whole("qk_rope_head_dim");
        if (turned % 2 != 0)
        {
            fields.Complain("qk_rope_head_dim", $"is {turned}, but rotary positions turn pairs");
        }

        int layers = fields.Whole("num_hidden_layers");
        MixtureOfExperts? experts = fields.Has("n_routed_experts") ? Experts(fields, layers) : null;
        return new TransformerModel
        {
            Name = name,
            Family = type,
            Layers = layers,
            Hidden = fields.Whole("hidden_size"),
            Heads = heads,
            KvHeads = heads,
            HeadDim = fields.Whole("qk_nope_head_dim") + turned,
            Latent = new LatentAttention(fields.Whole("q_lora_rank", 0), fields.Whole("kv_lora_rank"), turned, fields.Whole("v_head_dim")),
            Intermediate = fields.Whole(experts is null ? "intermediate_size" : "moe_intermediate_size"),
            Vocabulary = fields.Whole("vocab_size"),
            MaxSequence = fields.Whole("max_position_embeddings", 0),
            TiedEmbeddings = fields.Switch("tie_word_embeddings", missing: false),
            HasVocabularyHead = true,
            Causal = true,
            Rotary = true,
            RmsNorm = true,
            GatedMlp = true,
            Activation = fields.Text("hidden_act", "silu"),
            Experts = experts,
        };
    }

    private static MixtureOfExperts Experts(ConfigFields fields, int layers)
    {
        int count = fields.Whole("n_routed_experts");
        int perToken = fields.Whole("num_experts_per_tok");
        if (perToken > count && count > 0)
        {
            fields.Complain("num_experts_per_tok", $"is more than the {count} experts there are", $"{perToken}");
        }

        int dense = fields.Whole("first_k_dense_replace", 0);
        if (dense > layers && layers > 0)
        {
            fields.Complain("first_k_dense_replace", $"is more than the {layers} layers there are", $"{dense}");
        }

        return new MixtureOfExperts(count, perToken)
        {
            Shared = fields.Whole("n_shared_experts", 0),
            DenseLayers = dense,
            DenseIntermediate = dense > 0 ? fields.Whole("intermediate_size") : 0,
        };
    }
}

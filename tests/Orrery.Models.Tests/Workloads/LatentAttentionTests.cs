using Orrery.Configuration;
using Orrery.Workloads.Formats;
using Orrery.Workloads.Layers;
using Orrery.Workloads.Models;
using Orrery.Workloads.Operators;

namespace Orrery.Models.Tests.Workloads;

public sealed class LatentAttentionTests
{
    // Sizes of DeepSeek-V3 (arXiv 2412.19437, section 4.2).
    private const string DeepSeekV3 = """
        {
            "model_type": "deepseek_v3", "hidden_size": 7168, "num_hidden_layers": 61, "num_attention_heads": 128,
            "q_lora_rank": 1536, "kv_lora_rank": 512, "qk_nope_head_dim": 128, "qk_rope_head_dim": 64, "v_head_dim": 128,
            "intermediate_size": 18432, "moe_intermediate_size": 2048, "n_routed_experts": 256, "n_shared_experts": 1,
            "num_experts_per_tok": 8, "first_k_dense_replace": 3, "vocab_size": 129280, "max_position_embeddings": 163840
        }
        """;

    [Fact]
    public void Does_deepseek_v3_have_the_parameters_that_its_report_gives()
    {
        Assert.Equal(671.0, Model().Parameters() / 1e9, tolerance: 1);
        Assert.Equal(37.6, Model().ActiveParameters() / 1e9, tolerance: 1);
    }

    // 61 layers x (512 + 64) elements x 2 bytes.
    [Fact]
    public void Does_a_token_leave_one_short_vector_a_layer_in_the_cache() =>
        Assert.Equal(61 * 576 * 2, Model().KvCacheBytesPerToken(NumberFormat.Bf16));

    [Fact]
    public void Do_all_heads_share_one_key_and_value_array_in_decode()
    {
        Attention attention = Layer(Phase.Decode, batch: 2, sequence: 1000).OfType<Attention>().Single();
        Assert.Equal((128, 1, 576, 512), (attention.Heads, attention.KvHeads, attention.HeadDim, attention.ValueDim));

        // Queries 2 x 128 x 576, output 2 x 128 x 512, cache 2 x 1000 x 576, two bytes each; nothing for values.
        Assert.Equal(2 * ((2 * 128 * (576 + 512)) + (2 * 1000 * 576)), attention.Bytes);
        Assert.Equal(2.0 * 2 * 128 * (576 + 512) * 1000, attention.Flops);
    }

    [Fact]
    public void Do_heads_have_keys_and_values_of_their_own_in_prefill()
    {
        Attention attention = Layer(Phase.Prefill, batch: 1, sequence: 4096).OfType<Attention>().Single();
        Assert.Equal((128, 128, 192, 128), (attention.Heads, attention.KvHeads, attention.HeadDim, attention.ValueDim));
    }

    // Prefill follows the definition, so its matrices are the model's: 2 operations a weight and token.
    [Fact]
    public void Do_the_matrices_of_a_prefill_layer_agree_with_the_model_s_operations_a_token()
    {
        TransformerModel model = Model();
        LayerShape one = new(Phase.Prefill, 1, 1, 0, NumberFormat.Bf16);
        double layers = 0;
        for (int layer = 0; layer < model.Layers; layer++)
        {
            layers += LayerGraph.Build(model, one, layer).Where(work => work is Gemm or GroupedGemm or Attention).Sum(work => work.Flops);
        }

        Assert.Equal(model.FlopsPerToken(1), layers + (2.0 * model.Hidden * model.Vocabulary));
    }

    [Fact]
    public void Do_the_first_layers_have_one_mlp_and_the_rest_experts()
    {
        LayerShape shape = new(Phase.Decode, 8, 100, 0, NumberFormat.Bf16);
        Assert.DoesNotContain(LayerGraph.Build(Model(), shape, 2), work => work is GroupedGemm);
        Assert.Contains(LayerGraph.Build(Model(), shape, 3), work => work is GroupedGemm);
        Assert.Contains(LayerGraph.Build(Model(), shape), work => work.Name == "shared expert gate/up projection");
    }

    private static IReadOnlyList<Operator> Layer(Phase phase, int batch, int sequence) =>
        LayerGraph.Build(Model(), new LayerShape(phase, batch, sequence, 0, NumberFormat.Bf16));

    private static TransformerModel Model()
    {
        string file = Path.Combine(Directory.CreateTempSubdirectory("orrery").FullName, "config.json");
        File.WriteAllText(file, DeepSeekV3);
        Loaded<TransformerModel> loaded = ModelCatalogue.Load(file);
        Assert.True(loaded.Ok, string.Join('\n', loaded.Diagnostics));
        return loaded.Value;
    }
}

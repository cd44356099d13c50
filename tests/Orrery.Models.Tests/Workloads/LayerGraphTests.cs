using Orrery.Workloads.Formats;
using Orrery.Workloads.Layers;
using Orrery.Workloads.Models;
using Orrery.Workloads.Operators;

namespace Orrery.Models.Tests.Workloads;

public sealed class LayerGraphTests
{
    // Llama-2-7B, t = 2048 tokens, h = 4096, i = 11008. Matrices: 2 t (4 h^2 + 3 h i). Attention: 4 h t (t + 1) / 2.
    // Norms 4 t h each, rope 3 t 2h, residuals t h each, activation 5 t i.
    [Fact]
    public void Are_the_operations_of_a_llama_layer_the_closed_form()
    {
        const double t = 2048, h = 4096, i = 11008;
        double expected = (2 * t * ((4 * h * h) + (3 * h * i))) + (4 * h * t * (t + 1) / 2) + (2 * 4 * t * h) + (3 * t * 2 * h)
            + (2 * t * h) + (5 * t * i);
        Assert.Equal(expected, Build("llama-2-7b", 1, 2048).Sum(work => work.Flops));
    }

    // Bytes, two each. Weights 4 h^2 + 3 h i once. Activations in units of t h: norms 2 x 2, QKV 1 + 3, rope 4, attention 4,
    // output 2,
    // residuals 2 x 3, up 1, down 1; in units of t i: up 2, activation 3, down 1. Norm weights 2 h.
    [Fact]
    public void Are_the_bytes_of_a_llama_layer_the_closed_form()
    {
        const double t = 2048, h = 4096, i = 11008;
        double expected = 2 * ((4 * h * h) + (3 * h * i) + (t * h * (4 + 4 + 4 + 4 + 2 + 6 + 2)) + (t * i * 6) + (2 * h));
        Assert.Equal(expected, Build("llama-2-7b", 1, 2048).Sum(work => work.Bytes));
    }

    [Fact]
    public void Do_the_matrix_operations_of_all_layers_agree_with_the_model_s_operations_a_token()
    {
        // Latent attention is absorbed in decode, where it does other operations than those by which it is defined.
        foreach (TransformerModel model in ModelCatalogue.All.Where(model => model.Latent is null))
        {
            LayerShape shape = new(Phase.Decode, 1, 100, 0, NumberFormat.Fp16);
            double layer =
                LayerGraph.Build(model with { QkvBias = false, OutputBias = false, MlpBias = false, Causal = true }, shape)
                .Where(work => work is Gemm or GroupedGemm or Attention).Sum(work => work.Flops);
            double head = model.HasVocabularyHead ? 2.0 * model.Hidden * model.Vocabulary : 0;
            Assert.Equal(model.FlopsPerToken(100), (layer * model.Layers) + head);
        }
    }

    [Fact]
    public void Does_a_bert_layer_normalise_after_its_residuals() => Assert.Equal(
        ["QKV projection", "attention", "output projection", "attention residual", "attention norm", "up projection",
            "activation", "down projection", "MLP residual", "MLP norm"],
        Build("bert-large", 1, 128).Select(work => work.Name));

    [Fact]
    public void Does_a_mixtral_layer_send_each_token_to_two_of_eight_experts()
    {
        IReadOnlyList<Operator> layer = Build("mixtral-8x7b", 1, 1024);
        GroupedGemm up = Assert.IsType<GroupedGemm>(layer.Single(work => work.Name == "expert gate/up projection"));
        Assert.Equal((8, 1024 * 2 / 8, 2 * 14336, 4096), (up.Load.Busy, up.Load.Rows[0], up.N, up.K));
        Assert.Equal(["router", "expert choice", "dispatch", "expert gate/up projection", "expert activation",
            "expert down projection", "combine"], layer.Skip(7).Take(7).Select(work => work.Name));
    }

    [Fact]
    public void Do_few_tokens_wake_few_experts()
    {
        GroupedGemm up = (GroupedGemm)LayerGraph.Build(ModelCatalogue.Find("mixtral-8x7b")!,
            new LayerShape(Phase.Decode, 1, 500, 0, NumberFormat.Fp16)).Single(work => work.Name == "expert gate/up projection");
        Assert.Equal((2, 2), (up.Load.Busy, up.Load.Total));
    }

    [Fact]
    public void Does_decode_run_one_row_a_sequence_on_the_whole_cache()
    {
        IReadOnlyList<Operator> layer =
            LayerGraph.Build(ModelCatalogue.Find("llama-2-70b")!, new LayerShape(Phase.Decode, 16, 1000, 0, NumberFormat.Fp16));
        Attention attention = layer.OfType<Attention>().Single();
        Assert.Equal((16, 64, 8, 1, 1000),
            (attention.Batch, attention.Heads, attention.KvHeads, attention.Queries, attention.Keys));
        Assert.Equal((16, 8192 + (2 * 1024), 8192),
            (layer.OfType<Gemm>().First().M, layer.OfType<Gemm>().First().N, layer.OfType<Gemm>().First().K));
    }

    [Fact]
    public void Do_cached_tokens_lengthen_only_the_keys()
    {
        Attention attention =
            LayerGraph.Build(ModelCatalogue.Find("llama-2-7b")!,
            new LayerShape(Phase.Prefill, 1, 100, 400, NumberFormat.Fp16)).OfType<Attention>().Single();
        Assert.Equal((100, 500), (attention.Queries, attention.Keys));
    }

    private static IReadOnlyList<Operator> Build(string model, int batch, int sequence) =>
        LayerGraph.Build(ModelCatalogue.Find(model)!, new LayerShape(Phase.Prefill, batch, sequence, 0, NumberFormat.Fp16));
}

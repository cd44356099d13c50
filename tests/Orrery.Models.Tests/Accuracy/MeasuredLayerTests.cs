using System.Globalization;
using Orrery.Configuration;
using Orrery.Experiments;
using Orrery.Experiments.Layer;
using Orrery.Experiments.Operators;

namespace Orrery.Models.Tests.Accuracy;

/// <summary>Holds predictions against kernels that were timed on real GPUs.</summary>
public sealed class MeasuredLayerTests(ITestOutputHelper output)
{
    private const string Missing =
        "The measured kernel times are not at hand (../shared/data/measured beside the repository), so accuracy cannot be checked.";

    // The measured card is an A100 with 80 GB; its source does not say whether SXM (400 W) or PCIe (300 W), so both must come out
    // near.
    [Theory]
    [InlineData("a100-sxm4-80gb")]
    [InlineData("a100-pcie-80gb")]
    public void Is_a_llama_2_7b_layer_within_a_quarter_of_the_sum_of_its_measured_kernels(string gpu)
    {
        Assert.SkipUnless(Directory.Exists(Repository.Measured), Missing);
        Dictionary<string, double> measured = MeasuredLayer();
        LayerResult result = Predict(gpu);

        foreach (OperatorResult work in result.Operators)
        {
            Say($"{gpu} {work.Name,-20} predicted {work.TimeSeconds * 1e6,8:F1} us, measured {measured[work.Name],8:F1} us, {Percent(work.TimeSeconds * 1e6, measured[work.Name])} {work.Bound}");
        }

        double total = measured.Values.Sum();
        Say($"{gpu} {"total",-20} predicted {result.TimeSeconds * 1e6,8:F1} us, measured {total,8:F1} us, {Percent(result.TimeSeconds * 1e6, total)}");
        Assert.InRange(result.TimeSeconds * 1e6, 0.75 * total, 1.25 * total);
    }

    // The rows of one layer at 2,048 tokens without tensor parallelism. Every one exists except attention: no source timed 32
    // heads
    // with 32 key heads, 2,048 tokens and batch 1. Half of the same attention at batch 2 on an A100 SXM stands in; it is long
    // enough (0.53 ms) that its start does not matter.
    private static Dictionary<string, double> MeasuredLayer()
    {
        IReadOnlyList<Dictionary<string, string>> gemm = MeasuredRows.Read("gemm.csv");
        IReadOnlyList<Dictionary<string, string>> stream = MeasuredRows.Read("elementwise.csv");
        double attention = MeasuredRows.Read("attention.csv").First(row =>
            row["op"] == "attn_prefill" && row["gpu"] == "A100-SXM4-80GB" && row["batch"] == "2" && row["heads"] == "32"
                && row["kv_heads"] == "32"
            && row["head_dim"] == "128" && row["seq_q"] == "2048" && row["seq_kv"] == "2048").Number("time_us") / 2;
        return new Dictionary<string, double>
        {
            ["input norm"] = Stream("input_layernorm"),
            ["QKV projection"] = Gemm("attn_pre_proj"),
            ["rope"] = Stream("attn_rope"),
            ["attention"] = attention,
            ["output projection"] = Gemm("attn_post_proj"),
            ["attention residual"] = Stream("add"),
            ["MLP norm"] = Stream("post_attention_layernorm"),
            ["gate/up projection"] = Gemm("mlp_up_proj"),
            ["activation"] = Stream("mlp_act"),
            ["down projection"] = Gemm("mlp_down_proj"),
            ["MLP residual"] = Stream("add"),
        };

        double Gemm(string op) =>
            gemm.Where(row => IsOurs(row) && row["op"] == op && row["m"] == "2048").Average(row => row.Number("time_us"));
        double Stream(string op) =>
            stream.Where(row => IsOurs(row) && row["layer_op"] == op && row["rows"] == "2048").Average(row =>
            row.Number("time_us"));
        bool IsOurs(Dictionary<string, string> row) => row["model"] == "Llama-2-7b-hf" && row["tp_degree"] == "1"
            && row["gpu"].StartsWith("A100-80GB", StringComparison.Ordinal);
    }

    private static LayerResult Predict(string gpu)
    {
        Loaded<IExperiment> loaded =
            ExperimentFile.Load(Path.Combine(Repository.Root, "examples", "llama-2-7b-layer.yaml"), ["gpu=" + gpu]);
        Assert.True(loaded.Ok, string.Join('\n', loaded.Diagnostics));
        return (LayerResult)loaded.Value.Run();
    }

    private static string Percent(double predicted, double measured) =>
        (100 * ((predicted / measured) - 1)).ToString("+0.0;-0.0", CultureInfo.InvariantCulture) + " %";

    private void Say(FormattableString text) => output.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}

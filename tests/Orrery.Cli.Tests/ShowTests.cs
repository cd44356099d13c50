using System.Globalization;
using System.Text.Json;
using Orrery.CostModels.Constants;
using Orrery.CostModels.Measured;

namespace Orrery.Cli.Tests;

public sealed class ShowTests : IDisposable
{
    private readonly Cli _cli = new();

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData("show-gpus.txt", "gpus")]
    [InlineData("show-gpu.txt", "gpu", "A100-SXM4-80GB")]
    [InlineData("show-gpu-estimates.txt", "gpu", "TPUv5p")]
    [InlineData("show-fabrics.txt", "fabrics")]
    [InlineData("show-fabric.txt", "fabric", "hgx-h100")]
    [InlineData("show-fabric-of-gpu.txt", "fabric", "a40")]
    [InlineData("show-clusters.txt", "clusters")]
    [InlineData("show-cluster.txt", "cluster", "ethernet-h100")]
    [InlineData("show-models.txt", "models")]
    [InlineData("show-model.txt", "model", "llama-2-7b")]
    [InlineData("show-model-experts.txt", "model", "mixtral-8x7b")]
    [InlineData("show-formats.txt", "formats")]
    [InlineData("show-format.txt", "format", "nvfp4")]
    [InlineData("show-format-weights.txt", "format", "w4a16")]
    [InlineData("show-methods.txt", "methods")]
    public void What_does_a_person_see(string snapshot, params string[] what)
    {
        Assert.Equal(0, _cli.Run(["show", .. what]));
        Assert.All(_cli.Out.Split('\n'), line => Assert.True(line.Length <= 120 || line.Contains("https://", StringComparison.Ordinal), line));
        Snapshot.Matches(snapshot, _cli.Out);
    }

    // Values move whenever constants are fitted anew, so the screen is held against the constants and not against a snapshot.
    [Fact]
    public void Does_the_screen_of_constants_hold_each_with_its_value_and_origin()
    {
        Assert.Equal(0, _cli.Run("show", "constants"));
        string[] lines = _cli.Out.Split('\n');
        Assert.All(lines, line => Assert.True(line.TrimEnd().Length <= 120, line));
        foreach (Constant constant in Constant.All)
        {
            string[] words = Assert.Single(lines, line => line.StartsWith($" {constant.Name} ", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries);
            double value = constant.Of(PhysicalConstants.Default);
            Assert.Equal(value, double.Parse(words[1], CultureInfo.InvariantCulture), Math.Abs(value) * 1e-3);
            Assert.Equal(constant.IsFitted ? "fitted" : "source", words[5]);
        }

        Assert.All(Constant.All.Select(constant => constant.Group), group => Assert.Contains(group, lines.Select(line => line.Trim())));
    }

    [Fact]
    public void Does_json_hold_all_constants_with_range()
    {
        Assert.Equal(0, _cli.Run("show", "constants", "--json"));
        using JsonDocument json = JsonDocument.Parse(_cli.Out);
        Assert.Equal(Constant.All.Select(constant => constant.Name), json.RootElement.EnumerateArray().Select(one => one.GetProperty("name").GetString()));
        Assert.All(json.RootElement.EnumerateArray(), one =>
            Assert.InRange(one.GetProperty("value").GetDouble(), one.GetProperty("min").GetDouble(), one.GetProperty("max").GetDouble()));
    }

    [Fact]
    public void Does_json_hold_formats_with_their_bytes_and_all_methods()
    {
        Assert.Equal(0, _cli.Run("show", "formats", "--json"));
        using (JsonDocument json = JsonDocument.Parse(_cli.Out))
        {
            // 4 bits and an 8-bit scale for 16: 4.5 bits.
            JsonElement nvfp4 = json.RootElement.EnumerateArray().Single(one => one.GetProperty("name").GetString() == "nvfp4");
            Assert.Equal(4.5 / 8, nvfp4.GetProperty("weight_bytes").GetDouble());
        }

        Assert.Equal(0, _cli.Run("show", "methods", "--json"));
        using (JsonDocument json = JsonDocument.Parse(_cli.Out))
            Assert.Equal(MethodCatalogue.All.Count, json.RootElement.GetArrayLength());
    }

    [Fact]
    public void Is_a_format_or_gpu_of_ones_own_shown_and_a_wrong_name_told()
    {
        string format = _cli.Write("mine.yaml", "preset: int4-wo\nname: mine\nweights: {bits: 3}\n");
        Assert.Equal(0, _cli.Run("show", "format", format, "--json"));
        using (JsonDocument json = JsonDocument.Parse(_cli.Out))
            Assert.Equal((3 + (16 / 128.0)) / 8, json.RootElement.GetProperty("weight_bytes").GetDouble());

        string gpu = _cli.Write("gpu.yaml", "preset: h100-sxm5-80gb\nname: my-h100\n");
        Assert.Equal(0, _cli.Run("show", "gpu", gpu));
        Assert.Contains("my-h100", _cli.Out, StringComparison.Ordinal);

        Assert.Equal(2, _cli.Run("show", "format", "nvfp5"));
        Assert.Contains("unknown number format 'nvfp5' (did you mean 'nvfp4'?)", _cli.Error, StringComparison.Ordinal);
        Assert.Equal(2, _cli.Run("show", "format", _cli.Write("wrong.yaml", "name: x\nbit: 3\nrate: fp16\n")));
        Assert.Contains("did you mean 'bits'?", _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Does_json_hold_all_gpus_in_base_units()
    {
        Assert.Equal(0, _cli.Run("show", "gpus", "--json"));
        using JsonDocument json = JsonDocument.Parse(_cli.Out);
        JsonElement a100 = json.RootElement.EnumerateArray().Single(gpu => gpu.GetProperty("name").GetString() == "a100-sxm4-80gb");
        Assert.Equal(312e12, a100.GetProperty("peak_flops_per_s").GetProperty("fp16").GetDouble());
        Assert.Equal(2039e9, a100.GetProperty("memory_bytes_per_s").GetDouble());
    }

    [Fact]
    public void Does_json_tell_estimates_from_published_values()
    {
        Assert.Equal(0, _cli.Run("show", "gpu", "mi250", "--json"));
        using JsonDocument json = JsonDocument.Parse(_cli.Out);
        Assert.Equal("cdna2", json.RootElement.GetProperty("generation").GetString());
        JsonElement[] estimates = [.. json.RootElement.GetProperty("estimates").EnumerateArray()];
        Assert.Contains(estimates, estimate => estimate.GetProperty("path").GetString() == "tdp"
            && estimate.GetProperty("reason").GetString()!.Contains("560 W", StringComparison.Ordinal));
        Assert.DoesNotContain(estimates, estimate => estimate.GetProperty("path").GetString() == "memory.bandwidth");
    }

    [Fact]
    public void Does_json_hold_area_yield_and_cost_as_estimates()
    {
        Assert.Equal(0, _cli.Run("show", "gpu", "h100", "--json"));
        using JsonDocument json = JsonDocument.Parse(_cli.Out);
        JsonElement chip = json.RootElement.GetProperty("chip");
        Assert.True(chip.GetProperty("estimate").GetBoolean());
        JsonElement cost = chip.GetProperty("cost_dollars");
        double parts = cost.EnumerateObject().Where(part => part.Name != "total").Sum(part => part.Value.GetDouble());
        Assert.Equal(cost.GetProperty("total").GetDouble(), parts, 6);
        Assert.Equal(chip.GetProperty("area_mm2").GetDouble(),
            chip.GetProperty("area_parts_mm2").EnumerateObject().Sum(part => part.Value.GetDouble()), 6);
        Assert.Equal(0, _cli.Run("show", "gpu", "tpu-v3", "--json"));
        using JsonDocument tpu = JsonDocument.Parse(_cli.Out);
        Assert.Equal(JsonValueKind.Null, tpu.RootElement.GetProperty("chip").ValueKind);
    }

    [Fact]
    public void Does_json_hold_a_fabric_in_base_units()
    {
        Assert.Equal(0, _cli.Run("show", "fabric", "hgx-a100", "--json"));
        using JsonDocument json = JsonDocument.Parse(_cli.Out);
        JsonElement nvlink = json.RootElement.GetProperty("tiers")[0];
        Assert.Equal(300e9, nvlink.GetProperty("bytes_per_s_per_rail_one_direction").GetDouble());
        Assert.Equal(0.6e-6, nvlink.GetProperty("latency_s").GetDouble());
    }

    [Fact]
    public void Is_a_fabric_of_ones_own_shown_and_are_its_mistakes_told_with_line()
    {
        string path = _cli.Write("my.yaml", "preset: hgx-h100\nname: mine\n");
        Assert.Equal(0, _cli.Run("show", "fabric", path));
        Assert.Contains("mine", _cli.Out, StringComparison.Ordinal);

        string wrong = _cli.Write("wrong.yaml", "name: mine\ntiers:\n  - {kind: nvlnk, shape: switch, size: 1, bandwidth: 1 GB/s, latency: 1 us, efficiency: 2}\n");
        Assert.Equal(2, _cli.Run("show", "fabric", wrong));
        Assert.Contains("wrong.yaml:3: tiers.kind", _cli.Error, StringComparison.Ordinal);
        Assert.Contains("did you mean 'nvlink'?", _cli.Error, StringComparison.Ordinal);
        Assert.Contains("orrery: 3 mistakes", _cli.Error, StringComparison.Ordinal);

        Assert.Equal(2, _cli.Run("show", "fabric", "hgx-h10"));
        Assert.Contains("did you mean 'hgx-h100'?", _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Does_json_hold_a_cluster_and_is_one_of_ones_own_shown()
    {
        string path = _cli.Write("mine.yaml", "preset: dgx-a100\nname: mine\nnodes: 2\n");
        Assert.Equal(0, _cli.Run("show", "cluster", path, "--json"));
        using JsonDocument json = JsonDocument.Parse(_cli.Out);
        Assert.Equal(16, json.RootElement.GetProperty("gpus").GetInt32());
        Assert.Equal(300e9, json.RootElement.GetProperty("fabric").GetProperty("tiers")[0].GetProperty("bytes_per_s_per_rail_one_direction").GetDouble());

        Assert.Equal(2, _cli.Run("show", "cluster", "dgx-h10"));
        Assert.Contains("unknown cluster 'dgx-h10' (did you mean 'dgx-h100'?)", _cli.Error, StringComparison.Ordinal);
        Assert.Equal(2, _cli.Run("show", "cluster", _cli.Write("wrong.yaml", "preset: dgx-a100\nnodse: 2\ngpu: a1000\n")));
        Assert.Contains("wrong.yaml:2: nodse: unknown key (did you mean 'nodes'?)", _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Does_a_model_follow_from_its_published_configuration()
    {
        string path = _cli.Write("config.json", """
            { "architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_size": 4096, "num_hidden_layers": 32,
              "num_attention_heads": 32, "num_key_value_heads": 32, "intermediate_size": 11008, "vocab_size": 32000,
              "hidden_act": "silu", "max_position_embeddings": 4096, "tie_word_embeddings": false, "rms_norm_eps": 1e-05 }
            """);
        Assert.Equal(0, _cli.Run("show", "model", path, "--json"));
        using JsonDocument json = JsonDocument.Parse(_cli.Out);
        Assert.Equal(6738415616, json.RootElement.GetProperty("parameters").GetInt64());
        Assert.Equal(2 * 32 * 4096 * 2, json.RootElement.GetProperty("kv_cache_bytes_per_token_fp16").GetDouble());
    }

    [Fact]
    public void Is_the_schema_json_and_does_it_name_every_parameter()
    {
        Assert.Equal(0, _cli.Run("schema"));
        using (JsonDocument.Parse(_cli.Out))
        {
            Assert.Contains("\"sequence\"", _cli.Out, StringComparison.Ordinal);
        }
        Assert.Equal(0, _cli.Run("schema", "layer"));
        Assert.Contains("sequence", _cli.Out, StringComparison.Ordinal);
        Assert.Equal(2, _cli.Run("schema", "laier"));
        Assert.Contains("did you mean 'layer'?", _cli.Error, StringComparison.Ordinal);
    }
}

using Orrery.Configuration;
using Orrery.Workloads.Models;

namespace Orrery.Models.Tests.Workloads;

/// <summary>What is told about a config.json that does not fit together.</summary>
public sealed class ConfigJsonTests
{
    private const string Llama = """
        {
          "model_type": "llama",
          "hidden_size": 4096,
          "intermediate_size": 11008,
          "num_attention_heads": 32,
          "num_hidden_layers": 32,
          "num_key_value_heads": 32,
          "vocab_size": 32000
        }
        """;

    [Fact]
    public void Is_a_published_file_read_whatever_else_it_holds()
    {
        Loaded<TransformerModel> loaded =
            Load(Llama.Replace("\"vocab_size\"",
            "\"rope_scaling\": {\"type\": \"linear\"}, \"torch_dtype\": \"float16\", \"vocab_size\"", StringComparison.Ordinal));
        Assert.True(loaded.Ok, string.Join('\n', loaded.Diagnostics));
        Assert.Equal(6_738_415_616, loaded.Value.Parameters());
    }

    [Theory]
    [InlineData("\"num_attention_heads\": 32", "\"num_attention_heads\": 33", "config.json:5: num_attention_heads: does not divide hidden_size, which is 4096 (given '33')")]
    [InlineData("\"num_key_value_heads\": 32", "\"num_key_value_heads\": 5", "config.json:7: num_key_value_heads: does not divide num_attention_heads, which is 32 (given '5')")]
    [InlineData("\"hidden_size\": 4096", "\"hidden_size\": 0", "config.json:3: hidden_size: must be at least 1: a model without it computes nothing (given '0')")]
    [InlineData("\"hidden_size\": 4096", "\"hidden_size\": -4096", "config.json:3: hidden_size: must be at least 1: a model without it computes nothing (given '-4096')")]
    [InlineData("\"hidden_size\": 4096", "\"hidden_size\": 4096.5", "config.json:3: hidden_size: is not a whole number (given '4096.5')")]
    [InlineData("\"hidden_size\": 4096", "\"hidden_size\": [4096]", "config.json:3: hidden_size: is not a whole number (given 'a list')")]
    [InlineData("\"intermediate_size\"", "\"intermediate_sise\"", "config.json:1: intermediate_size: is missing (did you mean 'intermediate_sise'?; allowed: a whole number, 1 or more)")]
    [InlineData("\"num_hidden_layers\": 32,", "", "config.json:1: num_hidden_layers: is missing (allowed: a whole number, 1 or more)")]
    [InlineData("\"vocab_size\": 32000", "\"vocab_size\": 32000, \"num_local_experts\": 2, \"num_experts_per_tok\": 3", "config.json:8: num_experts_per_tok: is more than the 2 experts there are (given '3')")]
    [InlineData("\"vocab_size\": 32000", "\"vocab_size\": 32000, \"kv_lora_rank\": 512", "config.json:8: kv_lora_rank: belongs to models of type deepseek_v3, not llama")]
    public void Is_a_mistake_told_at_its_line(string right, string wrong, string expected) =>
        Assert.Contains(expected, Told(Llama.Replace(right, wrong, StringComparison.Ordinal)));

    [Fact]
    public void Are_all_mistakes_told_at_once() =>
        Assert.Equal(2,
            Told(Llama.Replace("4096", "0", StringComparison.Ordinal).Replace("32000", "-1", StringComparison.Ordinal)).Length);

    [Theory]
    [InlineData("hello: world", "config.json:1: is no valid JSON")]
    [InlineData("{\n\"a\": 1,\n}", "config.json:3: is no valid JSON")]
    [InlineData("", "config.json:1: is no valid JSON")]
    [InlineData("[1, 2]", "config.json:1: the file must hold one JSON object, not a list")]
    [InlineData("{}", "config.json:1: model_type: the fields describe no model that is known here")]
    public void Is_a_file_that_is_no_configuration_refused(string text, string expected) =>
        Assert.StartsWith(expected, Assert.Single(Told(text)), StringComparison.Ordinal);

    [Fact]
    public void Is_a_missing_file_told() =>
        Assert.Equal("/nowhere/config.json: there is no such file",
            Assert.Single(ModelCatalogue.Load("/nowhere/config.json").Diagnostics).ToString());

    private static string[] Told(string text)
    {
        Loaded<TransformerModel> loaded = Load(text);
        Assert.False(loaded.Ok);
        return [.. loaded.Diagnostics.Select(problem => problem.ToString()[(problem.File.Length - "config.json".Length)..])];
    }

    private static Loaded<TransformerModel> Load(string text)
    {
        string file = Path.Combine(Directory.CreateTempSubdirectory("orrery").FullName, "config.json");
        File.WriteAllText(file, text);
        return ModelCatalogue.Load(file);
    }
}

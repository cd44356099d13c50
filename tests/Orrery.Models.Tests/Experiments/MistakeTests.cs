using Orrery.Configuration;
using Orrery.Experiments;

namespace Orrery.Models.Tests.Experiments;

/// <summary>What a user is told about a wrong file. The texts are the contract.</summary>
public sealed class MistakeTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory("orrery").FullName;

    [Fact]
    public void Are_all_mistakes_of_a_file_told_at_once()
    {
        string[] told = Told("""
            experiment: layer
            model: llama-2-7
            gpu:
              preset: a100-sxm-80gb
              l2: {size: 40 GHz}
            phase: prefil
            sequnce: 2048
            sequence: 0
            batch: -1
            batch: 2
            dtype: fp17
            fidelity: analitic
            layers: many
            seed: 1.5
            """);
        Assert.Equal(
        [
            "x.yaml:2: model: there is no model 'llama-2-7' (did you mean 'llama-2-7b'?; allowed: a config.json, or bert-large, deepseek-v3, gpt-3-175b, gpt-3-2.7b, gpt-3-xl, gpt2-large, llama-2-13b, llama-2-70b, llama-2-7b, llama-3-405b, llama-3-70b, llama-3-8b, mixtral-8x22b, mixtral-8x7b, opt-1.3b, qwen3-235b-a22b, qwen3-30b-a3b, vit-l)",
            "x.yaml:4: gpu.preset: there is no GPU 'a100-sxm-80gb' (did you mean 'a100-sxm4-80gb'?; allowed: a .yaml file or one of 32 GPUs, which 'orrery show gpus' lists)",
            "x.yaml:6: phase: is none of the names known here (given 'prefil'; did you mean 'prefill'?; allowed: prefill, decode)",
            "x.yaml:7: sequnce: unknown key (did you mean 'sequence'?)",
            "x.yaml:8: sequence: is out of range: a layer without tokens does no work (given '0'; allowed: 1 to 8388608)",
            "x.yaml:9: batch: is out of range: without a sequence there is no work (given '-1'; allowed: 1 to 8388608)",
            "x.yaml:10: batch: is given twice, first in line 9",
            "x.yaml:11: dtype: there is no number format 'fp17' (did you mean 'fp16'?; allowed: a .yaml file, or bf16, bfp8, fp16, fp32, fp4, fp6, fp8, fp8-block, fp8-e5m2, int4, int4-fp8, int4-wo, int8, int8-smoothquant, int8-wo, mxfp4, mxfp4-mxfp8, mxfp4-wo, mxfp8, nvfp4, tf32)",
            "x.yaml:12: fidelity: there is no such fidelity (given 'analitic'; did you mean 'analytic'?; allowed: analytic, cycle, tile)",
            "x.yaml:13: layers: is not a whole number (given 'many'; allowed: 1 to 100000)",
            "x.yaml:14: seed: is not a whole number (given '1.5'; allowed: 0 or more)",
        ], told);
    }

    [Theory]
    [InlineData("gpu: {preset: a100, l2: {size: 40 GHz}}", "x.yaml:4: gpu.l2.size: has the wrong unit 'GHz' (given '40 GHz'; allowed: units B, kB, KiB, MB, MiB, GB, GiB, TB, TiB)")]
    [InlineData("gpu: {preset: a100, l2: {size: 40}}", "x.yaml:4: gpu.l2.size: has no unit; a size in bytes is written as 40 MiB (given '40'; allowed: units B, kB, KiB, MB, MiB, GB, GiB, TB, TiB)")]
    [InlineData("gpu: {preset: a100, l2: {size: 0 MiB}}", "x.yaml:4: gpu.l2.size: is physically impossible: it must be more than 0 (given '0 MiB'; allowed: more than 0)")]
    [InlineData("gpu: {preset: a100, tdp: -400 W}", "x.yaml:4: gpu.tdp: is physically impossible: it must be more than 0 (given '-400 W'; allowed: more than 0)")]
    [InlineData("gpu: {preset: a100, l2: {sise: 1 MiB}}", "x.yaml:4: gpu.l2.sise: unknown key (did you mean 'size'?)")]
    [InlineData("gpu: {preset: a100, l2: 64 MiB}", "x.yaml:4: gpu.l2: is a mapping, not a value (given '64 MiB'; allowed: size)")]
    [InlineData("gpu: {preset: a100, sm_count: 0}", "x.yaml:4: gpu.sm_count: is out of range: a GPU without one computes nothing (given '0'; allowed: 1 to 4096)")]
    [InlineData("gpu: [a100]", "x.yaml:4: gpu: is a GPU's name, a file or a mapping, not a list")]
    [InlineData("gpu: missing.yaml", "x.yaml:4: gpu: there is no such file (given '{folder}/missing.yaml')")]
    [InlineData("gpu:", "x.yaml:4: gpu: has no value (allowed: a name or a mapping)")]
    [InlineData("gpu: t4\ndtype: bf16", "x.yaml:5: dtype: t4 does not compute in bf16 (given 'bf16'; allowed: bfp8, fp16, fp32, int4, int4-wo, int8, int8-smoothquant, int8-wo)")]
    [InlineData("gpu: a100\nlayers: 33", "x.yaml:5: layers: llama-2-7b has fewer layers (given '33'; allowed: 1 to 32)")]
    [InlineData("gpu: a100\nbatch: [1, 2]", "x.yaml:5: batch: is a single value, not a list (allowed: 1 to 8388608)")]
    [InlineData("gpu: a100\nbatch: 99999999999", "x.yaml:5: batch: is too large (given '99999999999'; allowed: 1 to 8388608)")]
    [InlineData("gpu: a100\nbatch: 8388608", "x.yaml:5: batch: gives too many tokens together with 'sequence' (given '8388608'; allowed: batch times sequence up to 8388608)")]
    [InlineData("gpu: a100\nphase: decode\ncached: 5", "x.yaml:6: cached: only belongs to prefill; in decode 'sequence' counts the cached tokens (given '5'; allowed: 0)")]
    public void Is_one_mistake_told_in_one_line(string lines, string expected) =>
        Assert.Equal([expected.Replace("{folder}", _folder, StringComparison.Ordinal)],
            Told("experiment: layer\nmodel: llama-2-7b\nsequence: 2048\n" + lines + "\n"));

    [Fact]
    public void Is_a_misspelt_key_told_once_and_not_as_missing_too() => Assert.Equal(
        ["x.yaml:4: sequnce: unknown key (did you mean 'sequence'?)"],
        Told("experiment: layer\nmodel: llama-2-7b\ngpu: a100\nsequnce: 2048\n"));

    // Whatever a slip of the hand makes of a file, the answer is a list of mistakes or a run, never an exception.
    [Fact]
    public void Does_no_slip_of_the_hand_throw()
    {
        const string right =
            "experiment: layer\nmodel: {preset: llama-2-7b, num_hidden_layers: 4}\ngpu:\n  preset: a100\n  l2: {size: 64 MiB}\nsequence: 2048\nbatch: \"2\"\n";
        const string keys = "[]{}:,\"'#&*!|>%@`-?\t\n 0a.";
        string file = Path.Combine(_folder, "x.yaml");
        for (int at = 0; at < right.Length; at++)
        {
            char key = keys[at % keys.Length];
            foreach (string wrong in new[] { right.Remove(at, 1), right.Insert(at, key.ToString()), right[..at] + key
                + right[(at + 1)..], right[..at] })
            {
                File.WriteAllText(file, wrong);
                Loaded<IExperiment> loaded = ExperimentFile.Load(file);
                Assert.True(loaded.Ok || loaded.Diagnostics.Count > 0, wrong);
            }
        }
    }

    [Fact]
    public void Are_missing_keys_told() => Assert.Equal(
        [
            "x.yaml:1: model: is missing (allowed: a model's catalogue name, the path of a config.json, or a mapping with its fields)",
            "x.yaml:1: gpu: is missing (allowed: a GPU's catalogue name, the path of a .yaml file, or a mapping, such as {preset: a100-sxm4-80gb, l2: {size: 64 MiB}})",
            "x.yaml:1: sequence: is missing (allowed: 1 to 8388608)",
        ],
        Told("experiment: layer\n"));

    [Fact]
    public void Is_a_wrong_kind_told_together_with_the_rest() => Assert.Equal(
        [
            "x.yaml:1: experiment: there is no such kind of experiment (given 'lair'; did you mean 'layer'?; allowed: layer, operator, replay, search, trace, training)",
            "x.yaml:4: sequence: is out of range: a layer without tokens does no work (given '0'; allowed: 1 to 8388608)",
        ],
        Told("experiment: lair\nmodel: llama-2-7b\ngpu: a100\nsequence: 0\n"));

    [Theory]
    [InlineData("sequence", "--set: a setting is written as key.key=value (given 'sequence')")]
    [InlineData("sequnce=5", "--set: sequnce: unknown key (did you mean 'sequence'?)")]
    [InlineData("gpu.l2.size=64", "--set: gpu.l2.size: has no unit; a size in bytes is written as 40 MiB (given '64'; allowed: units B, kB, KiB, MB, MiB, GB, GiB, TB, TiB)")]
    [InlineData("sequence=0", "--set: sequence: is out of range: a layer without tokens does no work (given '0'; allowed: 1 to 8388608)")]
    [InlineData("model.num_attention_heads=33", "--set: model.num_attention_heads: does not divide hidden_size, which is 4096 (given '33')")]
    public void Are_mistakes_on_the_command_line_told_alike(string setting, string expected)
    {
        string file = Path.Combine(_folder, "x.yaml");
        File.WriteAllText(file, "experiment: layer\nmodel: llama-2-7b\ngpu: a100\nsequence: 2048\n");
        Assert.Contains(expected, ExperimentFile.Load(file, [setting]).Diagnostics.Select(problem => problem.ToString()));
    }

    [Fact]
    public void Is_a_fidelity_on_the_command_line_checked()
    {
        string file = Path.Combine(_folder, "x.yaml");
        File.WriteAllText(file, "experiment: layer\nmodel: llama-2-7b\ngpu: a100\nsequence: 2048\n");
        Assert.Equal("--fidelity: fidelity: there is no such fidelity (given 'exact'; allowed: analytic, cycle, tile)",
            Assert.Single(ExperimentFile.Load(file, fidelity: "exact").Diagnostics).ToString());
    }

    [Fact]
    public void Are_a_missing_file_and_a_folder_told()
    {
        Assert.Equal($"{_folder}/nowhere.yaml: there is no such file",
            Assert.Single(ExperimentFile.Load(Path.Combine(_folder, "nowhere.yaml")).Diagnostics).ToString());
        Assert.Equal($"{_folder}: is a folder, not a file", Assert.Single(ExperimentFile.Load(_folder).Diagnostics).ToString());
    }

    [Fact]
    public void Are_mistakes_in_a_config_json_told_with_its_own_lines()
    {
        File.WriteAllText(Path.Combine(_folder, "config.json"),
            "{\n  \"model_type\": \"llama\",\n  \"hidden_size\": 4096,\n  \"num_attention_heads\": 33\n}");
        Assert.Contains($"{_folder}/config.json:4: num_attention_heads: does not divide hidden_size, which is 4096 (given '33')",
            Told("experiment: layer\nmodel: config.json\ngpu: a100\nsequence: 5\n"));
    }

    [Fact]
    public void Is_an_encoder_asked_to_decode_refused() => Assert.Equal(
        ["x.yaml:5: phase: bert-large is an encoder: it sees all tokens at once and decodes none (given 'decode'; allowed: prefill)"],
        Told("experiment: layer\nmodel: bert-large\ngpu: a100\nsequence: 128\nphase: decode\n"));

    [Fact]
    public void Are_more_tokens_than_learned_positions_refused() => Assert.Equal(
        ["x.yaml:4: sequence: bert-large has learned positions for 512 tokens only (given '513'; allowed: 1 to 512)"],
        Told("experiment: layer\nmodel: bert-large\ngpu: a100\nsequence: 513\n"));

    private string[] Told(string text)
    {
        string file = Path.Combine(_folder, "x.yaml");
        File.WriteAllText(file, text);
        Loaded<IExperiment> loaded = ExperimentFile.Load(file);
        Assert.False(loaded.Ok);
        return [.. loaded.Diagnostics.Select(problem => problem.ToString().Replace(file, "x.yaml", StringComparison.Ordinal))];
    }
}

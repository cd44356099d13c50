namespace Orrery.Cli.Tests;

/// <summary>What does a person see after a mistake: file, line, key, what was given, what is allowed, the nearest name.</summary>
public sealed class MistakeTests : IDisposable
{
    private readonly Cli _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void A_misspelt_key() => Check("misspelt-key.txt", _cli.WriteChanged(("sequence:", "sequenec:")));

    [Fact]
    public void A_wrong_unit() => Check("wrong-unit.txt", Cli.MainJob, "--set", "gpu.l2.size=64GHz");

    [Fact]
    public void An_unknown_gpu() => Check("unknown-gpu.txt", _cli.WriteChanged(("gpu: a100-sxm4-80gb", "gpu: a100-smx4-80gb")));

    [Fact]
    public void A_sequence_of_nothing() => Check("sequence-0.txt", _cli.WriteChanged(("sequence: 2048", "sequence: 0")));

    [Fact]
    public void Heads_that_do_not_divide()
    {
        _cli.Write("config.json", """
            { "model_type": "llama", "hidden_size": 4096, "num_hidden_layers": 32, "num_attention_heads": 33,
              "intermediate_size": 11008, "vocab_size": 32000, "hidden_act": "silu" }
            """);
        Check("heads-do-not-divide.txt", _cli.WriteChanged(("model: llama-2-7b", "model: ./config.json")));
    }

    [Fact]
    public void A_config_that_is_no_json()
    {
        _cli.Write("config.json", "{ \"model_type\": \"llama\",\n  hidden_size 4096 }\n");
        Check("config-no-json.txt", _cli.WriteChanged(("model: llama-2-7b", "model: ./config.json")));
    }

    [Fact]
    public void A_missing_file() => Check("missing-file.txt", Path.Combine(_cli.Folder, "nowhere.yaml"));

    [Fact]
    public void A_folder_that_cannot_be_written()
    {
        string file = _cli.Write("taken", "");
        Check("folder-cannot-be-written.txt", Cli.MainJob, "--out", Path.Combine(file, "run"));
    }

    [Fact]
    public void Several_mistakes_at_once() => Check(
        "several.txt",
        _cli.WriteChanged(("sequence: 2048", "sequence: 0"), ("batch: 1 ", "bach: 1 "), ("gpu: a100-sxm4-80gb", "gpu: h1000"), ("dtype: fp16", "dtype: fp17")));

    [Theory]
    [InlineData("unknown GPU 'a100-smx' (did you mean 'a100-sxm4-80gb'?)", "gpu", "a100-smx")]
    [InlineData("unknown model 'lama-2-7b' (did you mean 'llama-2-7b'?)", "model", "lama-2-7b")]
    public void A_name_that_is_not_in_the_catalogue(string expected, string what, string name)
    {
        Assert.Equal(2, _cli.Run("show", what, name));
        Assert.Equal("orrery: " + expected, _cli.Error.Split('\n')[0]);
    }

    private void Check(string snapshot, params string[] args)
    {
        int code = _cli.Run(["run", .. args]);

        Assert.Equal(2, code);
        Assert.Empty(_cli.Out);
        Assert.False(Directory.Exists(Path.Combine(_cli.Folder, "runs")), "a run that was refused leaves no folder");
        Snapshot.Matches(Path.Combine("Mistakes", snapshot), _cli.Error.Replace(Cli.Repository + "/", "", StringComparison.Ordinal));
    }
}

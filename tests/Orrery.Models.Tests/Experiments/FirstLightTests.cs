using Orrery.Configuration;
using Orrery.CostModels;
using Orrery.Experiments;
using Orrery.Experiments.Layer;
using Orrery.Experiments.Operators;

namespace Orrery.Models.Tests.Experiments;

public sealed class FirstLightTests
{
    private static readonly string Example = Path.Combine(Repository.Root, "examples", "llama-2-7b-layer.yaml");

    [Fact]
    public void Does_the_example_run()
    {
        LayerResult result = Run();

        Assert.Equal(
            ["input norm", "QKV projection", "rope", "attention", "output projection", "attention residual", "MLP norm",
             "gate/up projection", "activation", "down projection", "MLP residual"],
            result.Operators.Select(work => work.Name));
        Assert.Equal(1, result.Operators.Sum(work => work.ShareOfTotal), 12);
        Assert.Equal(result.TimeSeconds, result.Operators.Sum(work => work.TimeSeconds), 15);
        Assert.Equal(312e12, result.PeakFlopsPerSecond);
        Assert.Equal(Bound.Compute, result.Operators[1].Bound);
    }

    [Fact]
    public void Do_operators_follow_each_other_without_gaps_over_all_layers()
    {
        LayerResult result = Run("layers=3");
        double clock = 0;
        foreach (OperatorResult work in result.Operators)
        {
            Assert.Equal(clock, work.StartSeconds, 15);
            clock += work.TimeSeconds;
        }

        Assert.Equal(3 * Run().TimeSeconds, result.TimeSeconds, 12);
        Assert.Equal([0, 1, 2], result.Operators.Select(work => work.Layer).Distinct());
    }

    [Fact]
    public void Is_no_operator_faster_than_the_roofline()
    {
        foreach (string change in new[] { "sequence=1", "sequence=4096", "phase=decode", "batch=64", "model=mixtral-8x7b",
            "dtype=bf16" })
        {
            LayerResult result = Run(change);
            foreach (OperatorResult work in result.Operators)
            {
                Assert.True(work.AchievedFlopsPerSecond <= result.PeakFlopsPerSecond, $"{change}: {work.Name}");
            }
        }
    }

    [Fact]
    public void Does_the_resolved_file_load_again_with_the_same_result()
    {
        IExperiment first = Load("gpu.l2.size=64MiB", "model.num_key_value_heads=8", "batch=2");
        string file = Path.Combine(Directory.CreateTempSubdirectory("orrery").FullName, "experiment.resolved.yaml");
        File.WriteAllText(file, first.ResolvedYaml);

        Loaded<IExperiment> second = ExperimentFile.Load(file);

        Assert.True(second.Ok, string.Join('\n', second.Diagnostics));
        Assert.Equal(first.Run().TimeSeconds, second.Value.Run().TimeSeconds);
        Assert.Contains("size: 64 MiB", first.ResolvedYaml, StringComparison.Ordinal);
        Assert.Contains("bandwidth: 2039 GB/s", first.ResolvedYaml, StringComparison.Ordinal);
        Assert.Equal(first.ResolvedYaml.Split('\n')[1..], second.Value.ResolvedYaml.Split('\n')[1..]);
    }

    // Published files hold lists and mappings that no field of ours reads; they must survive the way through the resolved file.
    [Fact]
    public void Does_a_config_json_with_nested_fields_load_again()
    {
        string folder = Directory.CreateTempSubdirectory("orrery").FullName;
        File.WriteAllText(Path.Combine(folder, "config.json"), """
            {"n_embd": 768, "n_layer": 12, "n_head": 12, "n_positions": 1024, "vocab_size": 50257, "n_inner": null,
             "task: \"odd\"": {"a": [1, {"b": "x: y"}], "empty": {}}, "id2label": {"0": "no"}, "list": [[1, 2], []], "text": "#5\n- a"}
            """);
        File.WriteAllText(Path.Combine(folder, "x.yaml"), "experiment: layer\nmodel: config.json\ngpu: h100\nsequence: 64\n");
        Loaded<IExperiment> first = ExperimentFile.Load(Path.Combine(folder, "x.yaml"));
        Assert.True(first.Ok, string.Join('\n', first.Diagnostics));

        string file = Path.Combine(folder, "again.yaml");
        File.WriteAllText(file, first.Value.ResolvedYaml);
        Loaded<IExperiment> second = ExperimentFile.Load(file);

        Assert.True(second.Ok, string.Join('\n', second.Diagnostics) + first.Value.ResolvedYaml);
        Assert.Equal(first.Value.Run().TimeSeconds, second.Value.Run().TimeSeconds);
    }

    [Fact]
    public void Is_a_gpu_file_found_beside_the_experiment_and_may_start_from_a_preset()
    {
        string folder = Directory.CreateTempSubdirectory("orrery").FullName;
        File.WriteAllText(Path.Combine(folder, "mine.yaml"), "preset: h100\nname: mine\nmemory: {bandwidth: 4 TB/s}\n");
        File.WriteAllText(Path.Combine(folder, "x.yaml"), "experiment: layer\nmodel: llama-3-8b\ngpu: mine.yaml\nsequence: 64\n");
        Loaded<IExperiment> loaded = ExperimentFile.Load(Path.Combine(folder, "x.yaml"));
        Assert.True(loaded.Ok, string.Join('\n', loaded.Diagnostics));
        LayerResult result = Assert.IsType<LayerResult>(loaded.Value.Run());
        Assert.Equal(("mine", 4e12), (result.Gpu, result.PeakBytesPerSecond));
    }

    [Fact]
    public void Does_a_cancelled_run_stop()
    {
        using CancellationTokenSource cancellation = new();
        cancellation.Cancel();
        Assert.Throws<OperationCanceledException>(() => Load().Run(cancellation: cancellation.Token));
    }

    [Fact]
    public void Does_the_schema_know_every_listed_parameter()
    {
        string schema = ExperimentFile.Schema().ToJsonString();
        Assert.NotEmpty(ExperimentFile.Parameters("layer"));
        Assert.All(ExperimentFile.Parameters("layer"), parameter =>
            Assert.Contains($"\"{parameter.Path.Split('.')[^1]}\"", schema, StringComparison.Ordinal));
        Assert.Contains(ExperimentFile.Parameters("layer"), parameter => parameter.Path == "gpu.l2.size"
            && parameter.Type.Contains("40 MiB", StringComparison.Ordinal));
    }

    private static IExperiment Load(params string[] settings)
    {
        Loaded<IExperiment> loaded = ExperimentFile.Load(Example, settings);
        Assert.True(loaded.Ok, string.Join('\n', loaded.Diagnostics));
        return loaded.Value;
    }

    private static LayerResult Run(params string[] settings) => Assert.IsType<LayerResult>(Load(settings).Run());
}

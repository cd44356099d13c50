using System.Text.Json;

namespace Orrery.Cli.Tests;

/// <summary>A training step, from the file to the folder.</summary>
public sealed class TrainingTests : IDisposable
{
    private static readonly string Job = Path.Combine(Cli.Repository, "examples", "gpt3-175b-on-1024-a100.yaml");
    private static readonly string Experts = Path.Combine(Cli.Repository, "examples", "mixtral-8x7b-on-64-h100.yaml");

    private readonly Cli _cli = new();

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData("training.txt", "gpt3-175b-on-1024-a100")]
    [InlineData("training-experts.txt", "mixtral-8x7b-on-64-h100")]
    public void What_does_a_person_see(string snapshot, string example)
    {
        Assert.Equal(0, _cli.Run("run", Path.Combine(Cli.Repository, "examples", example + ".yaml"), "--out", Path.Combine(_cli.Folder, "run")));

        Assert.All(_cli.Out.Split('\n'), line => Assert.True(line.Length <= 120, line));
        Assert.EndsWith("Run folder: run\n", _cli.Out, StringComparison.Ordinal);
        Snapshot.Matches(snapshot, _cli.Out);
    }

    [Fact]
    public void Does_json_hold_the_promised_fields_and_do_they_agree()
    {
        using JsonDocument json = Json("run", Job, "--json");
        JsonElement root = json.RootElement;
        double step = root.GetProperty("step_time_s").GetDouble();

        // The parts of a step are its length, to a picosecond each.
        JsonElement breakdown = root.GetProperty("breakdown");
        Assert.Equal(step, breakdown.EnumerateObject().Sum(part => part.Value.GetDouble()), 1e-9);
        Assert.Equal(breakdown.GetProperty("bubble").GetDouble() / step, root.GetProperty("bubble_fraction").GetDouble(), 1e-9);
        // 1,536 sequences of 2,048 tokens on 1,024 GPUs.
        Assert.Equal(1536 * 2048 / step / 1024, root.GetProperty("tokens_per_s_per_gpu").GetDouble(), 1e-6);
        Assert.Equal(root.GetProperty("model_flops").GetDouble() / step / (1024 * 312e12), root.GetProperty("mfu").GetDouble(), 1e-9);
        Assert.True(root.GetProperty("hfu").GetDouble() > root.GetProperty("mfu").GetDouble(), "recompute full computes more than the model needs");
        Assert.Equal(root.GetProperty("memory_gib").GetDouble(),
            root.GetProperty("memory_by_kind_gib").EnumerateObject().Sum(kind => kind.Value.GetDouble()), 1e-9);
        Assert.Equal(root.GetProperty("energy_j").GetDouble() / step, root.GetProperty("power_w").GetDouble(), 1e-3);
        Assert.Equal(8, root.GetProperty("stages").GetArrayLength());
        Assert.All(root.GetProperty("stages").EnumerateArray(), stage =>
            Assert.Equal(step, stage.GetProperty("breakdown").EnumerateObject().Sum(part => part.Value.GetDouble()), 1e-9));
        Assert.NotEmpty(root.GetProperty("critical_path").EnumerateArray());
        Assert.NotEmpty(root.GetProperty("improvements").EnumerateArray());
        Assert.Empty(_cli.Error);
    }

    [Fact]
    public void What_does_a_person_see_of_what_lives_elsewhere()
    {
        string folder = Path.Combine(_cli.Folder, "run");
        Assert.Equal(0, _cli.Run("run", Job, "--set", "plan.optimizer_at=nvme", "--set", "plan.activations_at=host", "--out", folder));
        Assert.All(_cli.Out.Split('\n'), line => Assert.True(line.Length <= 120, line));
        Snapshot.Matches("training-offload.txt", _cli.Out);

        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "summary.json")));
        JsonElement root = json.RootElement;
        // 2 TiB and 30 TB for eight GPUs.
        Assert.Equal(256, root.GetProperty("host_memory_capacity_gib").GetDouble());
        Assert.Equal(30e12 / 8 / (1 << 30), root.GetProperty("nvme_capacity_gib").GetDouble(), 1e-9);
        foreach ((string tier, string kind) in (ReadOnlySpan<(string, string)>)[("host_memory", "activations"), ("nvme", "optimizer")])
        {
            double most = root.GetProperty(tier + "_by_kind_gib").GetProperty(kind).GetDouble();
            Assert.True(most > 1, $"{kind} in {tier}: {most} GiB");
            Assert.Equal(most, root.GetProperty(tier + "_gib").GetDouble());
            Assert.Equal(most, root.GetProperty("stages").EnumerateArray().Max(stage => stage.GetProperty(tier + "_gib").GetDouble()));
        }

        string html = File.ReadAllText(Path.Combine(folder, "report.html"));
        Assert.Contains("Host memory of a GPU of each stage", html, StringComparison.Ordinal);
        Assert.Contains("NVMe of a GPU of each stage", html, StringComparison.Ordinal);
        Assert.Contains("stage.0,host memory of activations,B,", File.ReadAllText(Path.Combine(folder, "stats.csv")), StringComparison.Ordinal);
    }

    [Fact]
    public void Does_set_change_the_plan_and_the_cluster()
    {
        using JsonDocument plan = Json("run", Job, "--json", "--set", "plan.pipeline=16");
        Assert.Equal(16, plan.RootElement.GetProperty("stages").GetArrayLength());
        // 1,024 GPUs / (8 x 16) leave 8 replicas.
        Assert.Equal(8, plan.RootElement.GetProperty("plan").GetProperty("data").GetInt32());

        using JsonDocument cluster = Json("run", Job, "--json", "--set", "cluster.nodes=64");
        Assert.Equal(512, cluster.RootElement.GetProperty("gpus").GetInt32());
    }

    [Fact]
    public void Do_failures_cost_throughput()
    {
        using JsonDocument json = Json("run", Experts, "--json");
        JsonElement root = json.RootElement;
        Assert.True(root.GetProperty("effective_step_time_s").GetDouble() > root.GetProperty("step_time_s").GetDouble());
        Assert.True(root.GetProperty("checkpoint_steps").GetInt32() > 0);
    }

    [Fact]
    public void Is_the_folder_complete_and_the_same_run_the_same()
    {
        Assert.Equal(0, _cli.Run("run", Experts, "--out", Path.Combine(_cli.Folder, "one")));
        Assert.Equal(0, _cli.Run("run", Path.Combine(_cli.Folder, "one", "experiment.resolved.yaml"), "--out", Path.Combine(_cli.Folder, "two")));

        Assert.Equal(Hash("one"), Hash("two"));
        Assert.Equal(
            ["experiment.resolved.yaml", "report.html", "run.json", "stats.csv", "summary.json", "trace.json"],
            Directory.GetFiles(Path.Combine(_cli.Folder, "one")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        string html = File.ReadAllText(Path.Combine(_cli.Folder, "one", "report.html"));
        Assert.Equal(5, html.Split("<svg viewBox").Length - 2); // one is the emblem
        Assert.DoesNotContain("NaN", html, StringComparison.Ordinal);

        string Hash(string run)
        {
            using JsonDocument json = JsonDocument.Parse(File.ReadAllText(Path.Combine(_cli.Folder, run, "run.json")));
            return json.RootElement.GetProperty("state_hash").GetString()!;
        }
    }

    [Fact]
    public void Does_the_trace_show_one_rank_of_each_stage()
    {
        JsonElement[] events = Trace(Job);
        // Tensor 8, data 16: stages are 128 ranks apart; process numbers start from 1.
        Assert.Equal(Enumerable.Range(0, 8).Select(stage => (128 * stage) + 1), Processes(events));
        Assert.Equal(8 * 96 * 2, events.Count(one => one.GetProperty("name").GetString()!.StartsWith("forward ", StringComparison.Ordinal)));
        // What a device does never overlaps.
        foreach (IGrouping<int, JsonElement> row in events.Where(one => one.GetProperty("ph").GetString() == "X" && one.GetProperty("tid").GetInt32() == 1)
            .GroupBy(one => one.GetProperty("pid").GetInt32()))
        {
            double end = 0;
            foreach (JsonElement span in row)
            {
                Assert.True(span.GetProperty("ts").GetDouble() >= end - 1e-3, "spans overlap");
                end = span.GetProperty("ts").GetDouble() + span.GetProperty("dur").GetDouble();
            }
        }
    }

    [Fact]
    public void Do_all_devices_of_a_large_cluster_make_a_file_that_opens()
    {
        JsonElement[] events = Trace(Job, "--set", "trace_ranks=all");
        Assert.Equal(1024, Processes(events).Length);
        Assert.InRange(events.Length, 1024, 400_000);
        Assert.InRange(new FileInfo(Path.Combine(_cli.Folder, "trace", "trace.json")).Length, 1, 64 << 20);
    }

    [Fact]
    public void Are_ranks_and_a_window_chosen()
    {
        JsonElement[] events = Trace(Job, "--set", "trace_ranks=0-1,128", "--set", "trace_window.start=1 s", "--set", "trace_window.length=500 ms");
        Assert.Equal([1, 2, 129], Processes(events));
        Assert.All(events.Where(one => one.GetProperty("ph").GetString() == "X"), span =>
        {
            Assert.True(span.GetProperty("ts").GetDouble() >= 1e6);
            Assert.True(span.GetProperty("ts").GetDouble() + span.GetProperty("dur").GetDouble() <= 1.5e6 + 1e-3);
        });
    }

    [Fact]
    public void Is_a_schedule_of_ones_own_a_table()
    {
        string file = _cli.Write("job.yaml", """
            experiment: training
            model: gpt2-large
            cluster: {preset: dgx-a100, nodes: 1}
            plan: {tensor: 4, pipeline: 2, sequence: 1024, global_batch: 2, schedule: mine.txt}
            """);
        _cli.Write("mine.txt", "F0 F1 B0 B1\nF0 B0 F1 B1\n");
        using JsonDocument own = Json("run", file, "--json");
        Assert.Equal("mine", own.RootElement.GetProperty("plan").GetProperty("schedule").GetString());
        // The table is that of 1F1B for two stages and two micro-batches.
        using JsonDocument known = Json("run", file, "--json", "--set", "plan.schedule=1f1b");
        Assert.Equal(known.RootElement.GetProperty("step_time_s").GetDouble(), own.RootElement.GetProperty("step_time_s").GetDouble());
        // The folder runs again without the file of the table.
        string folder = own.RootElement.GetProperty("run_folder").GetString()!.Replace("FOLDER", _cli.Folder, StringComparison.Ordinal);
        using JsonDocument again = Json("run", Path.Combine(folder, "experiment.resolved.yaml"), "--json");
        Assert.Equal(own.RootElement.GetProperty("step_time_s").GetDouble(), again.RootElement.GetProperty("step_time_s").GetDouble());
    }

    [Fact]
    public void Are_mixed_gpus_as_slow_as_the_slower_kind_and_do_they_run_again()
    {
        const string Mixed = """
            experiment: training
            model: gpt-3-xl
            plan: {global_batch: 64, format: bf16}
            cluster:
              name: mixed
              fabric: hgx-a100
              groups:
              - {gpu: a100-sxm4-80gb, nodes: 1}
              - {gpu: h100-sxm5-80gb, nodes: 1}
            """;
        using JsonDocument mixed = Json("run", _cli.Write("mixed.yaml", Mixed), "--json", "--out", Path.Combine(_cli.Folder, "mixed"));
        using JsonDocument slower = Json("run", _cli.Write("slower.yaml", Mixed.Replace("h100-sxm5", "a100-sxm4", StringComparison.Ordinal)), "--json");
        Assert.Equal(slower.RootElement.GetProperty("step_time_s").GetDouble(), mixed.RootElement.GetProperty("step_time_s").GetDouble());
        using JsonDocument again = Json("run", Path.Combine(_cli.Folder, "mixed", "experiment.resolved.yaml"), "--json");
        Assert.Equal(mixed.RootElement.GetProperty("step_time_s").GetDouble(), again.RootElement.GetProperty("step_time_s").GetDouble());
        Assert.Equal("a100-sxm4-80gb, h100-sxm5-80gb", again.RootElement.GetProperty("gpu").GetString());
    }

    [Fact]
    public void Do_stragglers_make_every_replica_its_own_and_the_step_longer()
    {
        using JsonDocument even = Json("run", Job, "--json", "--set", "improvements=false");
        string[] changes = ["--set", "improvements=false", "--set", "plan.stragglers=0.05"];
        using JsonDocument one = Json(["run", Job, "--json", .. changes]);
        using JsonDocument other = Json(["run", Job, "--json", .. changes]);
        Assert.True(one.RootElement.GetProperty("step_time_s").GetDouble() > even.RootElement.GetProperty("step_time_s").GetDouble());
        Assert.Equal(one.RootElement.GetProperty("step_time_s").GetDouble(), other.RootElement.GetProperty("step_time_s").GetDouble());
    }

    [Fact]
    public void Does_a_comparison_name_the_parts_of_the_step()
    {
        Assert.Equal(0, _cli.Run("run", Job, "--out", Path.Combine(_cli.Folder, "one")));
        Assert.Equal(0, _cli.Run("run", Job, "--set", "plan.recompute=selective", "--set", "plan.sequence_parallel=true", "--compare", Path.Combine(_cli.Folder, "one")));
        Assert.Contains("By part: recompute -", _cli.Out, StringComparison.Ordinal);
        Assert.Contains("MFU", _cli.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Does_the_schema_name_every_key()
    {
        Assert.Equal(0, _cli.Run("schema", "training"));
        foreach (string key in (string[])["model", "cluster", "plan.pipeline", "plan.recompute", "trace_ranks", "trace_window.start", "cluster.nodes"])
            Assert.Contains(_cli.Out.Split('\n'), line => line.StartsWith($" {key} ", StringComparison.Ordinal));
        Assert.Equal(0, _cli.Run("schema"));
        Assert.Contains("\"virtual_stages\"", _cli.Out, StringComparison.Ordinal);
    }

    private JsonDocument Json(params string[] args)
    {
        Assert.True(_cli.Run(args) == 0, _cli.Error);
        return JsonDocument.Parse(_cli.Out);
    }

    private JsonElement[] Trace(string job, params string[] changes)
    {
        string folder = Path.Combine(_cli.Folder, "trace");
        Assert.Equal(0, _cli.Run(["run", job, "--out", folder, "--set", "improvements=false", .. changes]));
        using JsonDocument trace = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "trace.json")));
        return [.. trace.RootElement.GetProperty("traceEvents").EnumerateArray().Select(one => one.Clone())];
    }

    private static int[] Processes(IEnumerable<JsonElement> events) =>
        [.. events.Select(one => one.GetProperty("pid").GetInt32()).Distinct().Order()];
}

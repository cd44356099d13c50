using System.Text.Json;

namespace Orrery.Cli.Tests;

/// <summary>What does a person see who replays Chakra traces, or writes them from a training step.</summary>
public sealed class ReplayTests : IDisposable
{
    private const string Training = """
        experiment: training
        model: {model_type: gpt2, n_embd: 256, n_layer: 2, n_head: 4, vocab_size: 1000, n_positions: 256}
        cluster: {preset: dgx-a100, nodes: 1, gpus_per_node: 4}
        plan: {tensor: 2, pipeline: 2, sequence: 256, micro_batch: 1, global_batch: 2, format: bf16}
        improvements: false
        """;

    private const string AsWritten = """
        experiment: replay
        traces: traces
        cluster: {preset: dgx-a100, nodes: 1, gpus_per_node: 4}
        recorded_compute: true
        recorded_communication: true
        stream_per_group: true
        """;

    private static readonly string Example = Path.Combine(Cli.Repository, "examples", "replay-chakra.yaml");

    private readonly Cli _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void What_does_a_person_see()
    {
        Assert.Equal(0, _cli.Run("run", Example, "--out", Path.Combine(_cli.Folder, "run")));
        Assert.All(_cli.Out.Split('\n'), line => Assert.True(line.Length <= 120, line));
        Snapshot.Matches("replay.txt", _cli.Out);
    }

    [Fact]
    public void Does_json_hold_the_promised_fields_and_do_they_agree()
    {
        using JsonDocument json = Json("run", Example, "--json");
        JsonElement root = json.RootElement;
        double step = root.GetProperty("time_s").GetDouble();
        Assert.Equal(4, root.GetProperty("ranks").GetInt32());
        Assert.Equal(step, root.GetProperty("breakdown").EnumerateObject().Sum(part => part.Value.GetDouble()), 1e-12);
        JsonElement[] ranks = [.. root.GetProperty("by_rank").EnumerateArray()];
        Assert.Equal(root.GetProperty("nodes").GetInt64(), ranks.Sum(rank => rank.GetProperty("nodes").GetInt64()));
        Assert.Equal(step, ranks.Max(rank => rank.GetProperty("end_s").GetDouble()));
        Assert.Equal(step, root.GetProperty("slowest_rank").GetProperty("end_s").GetDouble());
        Assert.All(ranks, rank => Assert.Equal(step,
            ((string[])["compute_s", "communication_s", "idle_s"]).Sum(part => rank.GetProperty(part).GetDouble()), 1e-12));
        Assert.Empty(_cli.Error);
    }

    [Fact]
    public void Does_a_faster_network_shorten_the_step()
    {
        using JsonDocument slow = Json("run", Example, "--json", "--set", "recorded_compute=true");
        using JsonDocument fast = Json("run", Example, "--json", "--set", "cluster.preset=dgx-h100");
        Assert.True(fast.RootElement.GetProperty("time_s").GetDouble() < slow.RootElement.GetProperty("time_s").GetDouble());
    }

    [Fact]
    public void Is_the_folder_complete_and_the_same_run_the_same()
    {
        Assert.Equal(0, _cli.Run("run", Example, "--out", Path.Combine(_cli.Folder, "one")));
        Assert.Equal(0, _cli.Run("run", Path.Combine(_cli.Folder, "one", "experiment.resolved.yaml"), "--out", Path.Combine(_cli.Folder, "two")));
        Assert.Equal(
            ["experiment.resolved.yaml", "report.html", "run.json", "stats.csv", "summary.json", "trace.json"],
            Directory.GetFiles(Path.Combine(_cli.Folder, "one")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        Assert.Equal(Stats("one"), Stats("two"));
        Assert.Contains("rank.3,idle,s,", Stats("one"), StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", File.ReadAllText(Path.Combine(_cli.Folder, "one", "report.html")), StringComparison.Ordinal);

        string Stats(string run) => File.ReadAllText(Path.Combine(_cli.Folder, run, "stats.csv"));
    }

    [Fact]
    public void Does_the_time_line_show_the_ranks_and_the_window_that_were_chosen()
    {
        string folder = Path.Combine(_cli.Folder, "run");
        Assert.Equal(0, _cli.Run("run", Example, "--out", folder, "--set", "trace_ranks=0,2-3", "--set", "trace_window.start=100 us",
            "--set", "trace_window.length=200 us"));
        using JsonDocument trace = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "trace.json")));
        JsonElement[] events = [.. trace.RootElement.GetProperty("traceEvents").EnumerateArray()];
        Assert.Equal([1, 3, 4], events.Select(one => one.GetProperty("pid").GetInt32()).Distinct().Order());
        JsonElement[] spans = [.. events.Where(one => one.GetProperty("ph").GetString() == "X")];
        Assert.NotEmpty(spans);
        Assert.All(spans, span => Assert.InRange(span.GetProperty("ts").GetDouble(), 100 - 1e-6, 300));
        Assert.All(spans, span => Assert.InRange(span.GetProperty("ts").GetDouble() + span.GetProperty("dur").GetDouble(), 100, 300 + 1e-6));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Do_the_traces_of_a_training_step_replay_to_its_time(bool together)
    {
        string traces = Path.Combine(_cli.Folder, "traces");
        string[] more = together ? ["--chakra-together"] : [];
        double step;
        using (JsonDocument written = Json(["run", _cli.Write("training.yaml", Training), "--json", "--chakra", traces, .. more]))
        {
            step = written.RootElement.GetProperty("step_time_s").GetDouble();
            Assert.Equal(4, written.RootElement.GetProperty("chakra").GetProperty("ranks").GetInt32());
            Assert.Equal(Directory.GetFiles(traces, "*.et").Sum(file => new FileInfo(file).Length),
                written.RootElement.GetProperty("chakra").GetProperty("bytes").GetInt64());
        }

        using JsonDocument replayed = Json("run", _cli.Write("replay.yaml", AsWritten), "--json");
        Assert.Equal(step, replayed.RootElement.GetProperty("time_s").GetDouble());
    }

    [Fact]
    public void Are_written_traces_told_on_the_last_lines()
    {
        Assert.Equal(0, _cli.Run("run", _cli.Write("training.yaml", Training), "--chakra", "mine", "--chakra-ranks", "stages", "--out", Path.Combine(_cli.Folder, "run")));
        Assert.Matches(@"\nChakra traces: mine \(2 ranks, [0-9.]+ kB\)\nRun folder: run\n$", _cli.Out);
        // Tensor 2: the stages are two ranks apart.
        Assert.Equal(["comm_group.json", "trace.0.et", "trace.2.et"],
            Directory.GetFiles(Path.Combine(_cli.Folder, "mine")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
    }

    private JsonDocument Json(params string[] args)
    {
        Assert.True(_cli.Run(args) == 0, _cli.Error);
        return JsonDocument.Parse(_cli.Out);
    }
}

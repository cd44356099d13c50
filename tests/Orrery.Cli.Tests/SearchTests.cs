using System.Text.Json.Nodes;

namespace Orrery.Cli.Tests;

/// <summary>Does <c>orrery search</c> answer people and programs, and tell every mistake of a space at once?</summary>
public sealed class SearchTests : IDisposable
{
    private const string Small = """
        experiment: search
        model: gpt-3-2.7b
        cluster: {preset: dgx-a100, nodes: 2}
        plan: {global_batch: 64, software: megatron-2022}
        space: {tensor: [1, 2], pipeline: [1, 2, 4], micro_batch: [1, 2], gpus: [8, 16]}
        best: 5

        """;

    private readonly Cli _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void The_best_plan_with_all_its_figures_as_json()
    {
        Assert.Equal(0, _cli.Run("search", _cli.Write("small.yaml", Small), "--json", "--threads", "2"));
        JsonObject found = JsonNode.Parse(_cli.Out)!.AsObject();
        Assert.True((bool)found["proven"]!);
        Assert.Equal(5, found["plans"]!.AsArray().Count);
        double[] times = [.. found["plans"]!.AsArray().Select(plan => (double)plan!["step_time_s"]!)];
        Assert.Equal(times.Order(), times);
        JsonNode best = found["best"]!;
        Assert.Equal((double)best["step_time_s"]!, best["breakdown"]!.AsObject().Sum(part => (double)part.Value!), 1e-9);
        Assert.Equal(64.0 * 2048 / (double)best["step_time_s"]! / 16, (double)best["tokens_per_s_per_gpu"]!, 1e-6);
        JsonNode counts = found["counts"]!;
        long refused = counts["refused"]!.AsObject().Sum(reason => (long)reason.Value!);
        Assert.Equal((long)counts["space"]!, refused + (long)counts["bounded_away"]! + (long)counts["composed"]!);
        Assert.Contains(found["front"]!.AsArray(), plan => (int)plan!["gpus"]! == 8);
    }

    [Fact]
    public void The_runners_up_and_why_they_lose_on_the_screen()
    {
        Assert.Equal(0, _cli.Run("search", _cli.Write("small.yaml", Small), "--best", "3", "--set", "space.zero=[0, 1]"));
        Assert.Contains("proven best within the space", _cli.Out, StringComparison.Ordinal);
        Assert.Contains("Why the runners-up lose", _cli.Out, StringComparison.Ordinal);
        Assert.Contains("plans a second", _cli.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("ZeRO 3", _cli.Out, StringComparison.Ordinal);
        Assert.All(_cli.Out.Split('\n'), line => Assert.True(line.TrimEnd().Length <= Terminal.PlainWidth, line));
    }

    [Fact]
    public void The_run_folder_keeps_what_was_found()
    {
        string folder = Path.Combine(_cli.Folder, "found");
        Assert.Equal(0, _cli.Run("search", _cli.Write("small.yaml", Small), "--out", folder));
        Assert.EndsWith("Run folder: found\n", _cli.Out, StringComparison.Ordinal);
        JsonNode kept = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "summary.json")))!;
        Assert.Equal(5, kept["plans"]!.AsArray().Count);
        Assert.Equal(5, File.ReadLines(Path.Combine(folder, "stats.csv")).Count(line => line.Contains(",step time,", StringComparison.Ordinal)));
        Assert.Equal(0, _cli.Run("search", Path.Combine(folder, "experiment.resolved.yaml"), "--json"));
        Assert.Equal(kept["best"]!.ToJsonString(), JsonNode.Parse(_cli.Out)!["best"]!.ToJsonString());
    }

    [Fact]
    public void The_plan_found_takes_as_long_when_it_is_run()
    {
        _cli.Run("search", _cli.Write("small.yaml", Small), "--json");
        JsonNode best = JsonNode.Parse(_cli.Out)!["best"]!;
        string plan = string.Join("\n", best["plan"]!.AsObject().Select(value => $"  {value.Key}: {value.Value}"));
        string training = Small.Split("space:")[0].Replace("experiment: search", "experiment: training", StringComparison.Ordinal)
            .Replace("plan: {global_batch: 64, software: megatron-2022}", $"plan:\n  global_batch: 64\n  software: megatron-2022\n{plan}", StringComparison.Ordinal);
        Assert.Equal(0, _cli.Run("run", _cli.Write("training.yaml", training), "--json"));
        Assert.Equal((double)best["step_time_s"]!, (double)JsonNode.Parse(_cli.Out)!["step_time_s"]!);
    }

    [Fact]
    public void Every_mistake_of_a_space_at_once()
    {
        string file = _cli.Write("bad.yaml", """
            experiment: search
            model: gpt-3-2.7b
            cluster: dgx-a100
            plan: {global_batch: 64, format: fp9, jitter: 0.1}
            space:
              tensro: [1, 2]
              pipeline: []
              zero: [0, 7]
              schedule: [interleavd]
              gpus: [100]
            """);
        Assert.Equal(2, _cli.Run("search", file));
        foreach (string part in (string[])[
            "bad.yaml:4: plan.format:", "plan.jitter: a search compares plans on devices that are alike", "bad.yaml:6: space.tensro: unknown key (did you mean 'tensor'?)",
            "space.pipeline: is empty", "space.zero: has a value outside its range (given '7'", "did you mean 'interleaved'?", "space.gpus: are no whole nodes"])
        {
            Assert.Contains(part, _cli.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Where_no_plan_can_run_it_says_what_the_closest_lacks()
    {
        string file = _cli.Write("none.yaml", """
            experiment: search
            model: gpt-3-175b
            cluster: {preset: dgx-a100, nodes: 2}
            plan: {global_batch: 64}
            space: {zero: [0, 1], micro_batch: [1], recompute: [full]}
            """);
        Assert.Equal(2, _cli.Run("search", file));
        Assert.Contains("none of its", _cli.Error, StringComparison.Ordinal);
        Assert.Contains("it would fit with optimizer_at: host", _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_hosts_are_too_small_for_all_plans_it_says_so()
    {
        // 256 GiB for eight GPUs are 32 each; 175e9 parameters over at most 16 GPUs take at least 122 GiB at 12 bytes.
        string file = _cli.Write("none.yaml", """
            experiment: search
            model: gpt-3-175b
            cluster: {preset: dgx-a100, nodes: 2, host: {memory: 256 GiB}}
            plan: {global_batch: 64}
            space: {zero: [0, 1], micro_batch: [1], recompute: [full], optimizer_at: [host]}
            """);
        Assert.Equal(2, _cli.Run("search", file));
        Assert.Contains("stage 0 needs 122.", _cli.Error, StringComparison.Ordinal);
        Assert.Contains(" GiB of the host's memory for each GPU and there are 32.0: optimizer 122.", _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_experiment_of_another_kind_is_no_search()
    {
        Assert.Equal(2, _cli.Run("search", Cli.MainJob));
        Assert.Contains("is no search", _cli.Error, StringComparison.Ordinal);
    }
}

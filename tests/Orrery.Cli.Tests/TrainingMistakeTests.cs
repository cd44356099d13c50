namespace Orrery.Cli.Tests;

/// <summary>What does a person see who asks for a training step that cannot be.</summary>
public sealed class TrainingMistakeTests : IDisposable
{
    private const string Job = """
        experiment: training
        model: gpt-3-175b
        cluster: {preset: dgx-a100, nodes: 8}
        plan:
          tensor: 8
          pipeline: 8
          data: 1
          virtual_stages: 3
          micro_batch: 1
          global_batch: 64
          recompute: full
          format: fp16
          software: megatron-2022
        """;

    private readonly Cli _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void Does_the_job_itself_run() => Assert.Equal(0, _cli.Run("run", _cli.Write("job.yaml", Job), "--json"));

    [Fact]
    public void Degrees_that_do_not_divide() => Check("training-degrees.txt", ("tensor: 8", "tensor: 7"), ("global_batch: 64", "global_batch: 100"), ("micro_batch: 1", "micro_batch: 3"));

    [Fact]
    public void More_stages_than_layers() => Check("training-stages.txt", ("virtual_stages: 3", "virtual_stages: 13"));

    [Fact]
    public void Ranks_that_do_not_match_the_cluster() => Check("training-ranks.txt", ("nodes: 8", "nodes: 9"));

    [Fact]
    public void A_plan_that_is_too_big() => Check("training-too-big.txt", ("recompute: full", "recompute: none"), ("virtual_stages: 3", "virtual_stages: 1"));

    [Fact]
    public void A_host_and_an_NVMe_that_are_too_small() => Check("training-host-too-small.txt", ("recompute: full", "recompute: none"),
        ("nodes: 8", "nodes: 8, host: {memory: 256 GiB, nvme: 200 GB}"), ("data: 1", "data: 1\n  optimizer_at: nvme\n  activations_at: host"));

    [Fact]
    public void An_NVMe_that_is_not_there() => Check("training-no-nvme.txt", ("dgx-a100", "ethernet-h100"), ("data: 1", "data: 1\n  optimizer_at: nvme"));

    [Fact]
    public void Experts_that_are_none() => Check("training-experts.txt", ("data: 1", "data: 1\n  expert: 2"));

    [Fact]
    public void A_sequence_that_is_too_long() => Check("training-sequence.txt", ("micro_batch: 1", "micro_batch: 1\n  sequence: 4096"));

    [Fact]
    public void Several_mistakes_at_once() => Check("training-several.txt",
        ("gpt-3-175b", "gpt-3-175"), ("dgx-a100", "dgx-a10"), ("tensor: 8", "tnesor: 8"), ("recompute: full", "recompute: fully"), ("global_batch: 64", "seed: 1"));

    [Fact]
    public void Names_that_are_not_known() => Check("training-names.txt",
        ("megatron-2022", "megatron-22"), ("fp16", "fp17"), ("recompute: full", "schedule: interleavd"));

    [Fact]
    public void Ranks_of_a_trace_that_are_not_there() => Check("training-trace-ranks.txt", ("plan:", "trace_ranks: 0-64\nplan:"));

    [Fact]
    public void A_window_of_a_trace_behind_the_step() => Check("training-trace-window.txt", ("plan:", "trace_window: {start: 900 s, length: 1 s}\nplan:"));

    [Fact]
    public void Degrees_beyond_all_clusters() => Check("training-degrees-beyond.txt", ("tensor: 8", "tensor: 1024"), ("pipeline: 8", "pipeline: 65536"), ("data: 1", "data: 1000000"));

    [Fact]
    public void Degrees_whose_product_is_beyond_all_clusters() =>
        Check("training-product.txt", ("tensor: 8", "tensor: 1024"), ("pipeline: 8", "pipeline: 1024"), ("data: 1", "context: 1024"));

    [Fact]
    public void A_plan_and_a_cluster_that_are_left_out()
    {
        Assert.Equal(2, _cli.Run("run", _cli.Write("job.yaml", "experiment: training\nmodel: gpt2-large\n")));
        Snapshot.Matches(Path.Combine("Mistakes", "training-missing.txt"), _cli.Error);
    }

    [Fact]
    public void A_table_that_is_no_schedule()
    {
        _cli.Write("mine.txt", "F0 X0\n");
        Check("training-table.txt", ("recompute: full", "schedule: mine.txt"));
    }

    [Fact]
    public void A_table_whose_stages_wait_for_each_other()
    {
        // The first stage wants a gradient that the second gives only after an input which the first sends later.
        _cli.Write("mine.txt", "F0 B0 F1 B1\nF1 B1 F0 B0\n");
        Check("training-deadlock.txt", ("nodes: 8", "nodes: 2"), ("pipeline: 8", "pipeline: 2"), ("virtual_stages: 3", "virtual_stages: 1"),
            ("global_batch: 64", "global_batch: 2"), ("model: gpt-3-175b", "model: gpt-3-xl"), ("recompute: full", "schedule: mine.txt"));
    }

    private void Check(string snapshot, params (string Old, string New)[] changes)
    {
        string text = Job;
        foreach ((string old, string @new) in changes)
        {
            Assert.Contains(old, text, StringComparison.Ordinal);
            text = text.Replace(old, @new, StringComparison.Ordinal);
        }

        int code = _cli.Run("run", _cli.Write("job.yaml", text));

        Assert.Equal(2, code);
        Assert.Empty(_cli.Out);
        Assert.False(Directory.Exists(Path.Combine(_cli.Folder, "runs")), "a run that was refused leaves no folder");
        Assert.All(_cli.Error.TrimEnd().Split('\n').SkipLast(1), line => Assert.Matches("^FOLDER/[a-z.]+:[0-9]+: ", line));
        Snapshot.Matches(Path.Combine("Mistakes", snapshot), _cli.Error);
    }
}

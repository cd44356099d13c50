using Orrery.Training.Traces.Schema;
using Orrery.Training.Traces.Writing;

namespace Orrery.Cli.Tests;

/// <summary>What does a person see whose traces cannot be replayed.</summary>
public sealed class ReplayMistakeTests : IDisposable
{
    private const string Job = """
        experiment: replay
        traces: traces
        cluster: {preset: dgx-a100, nodes: 1, gpus_per_node: 4}
        """;

    private readonly Cli _cli = new();
    private readonly string _traces;

    public ReplayMistakeTests()
    {
        _traces = Path.Combine(_cli.Folder, "traces");
        Directory.CreateDirectory(_traces);
        foreach (string file in Directory.GetFiles(Path.Combine(Cli.Repository, "examples", "traces", "tiny-gpt")))
            File.Copy(file, Path.Combine(_traces, Path.GetFileName(file)));
    }

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void Do_the_traces_themselves_replay() => Assert.Equal(0, _cli.Run("run", _cli.Write("job.yaml", Job), "--json"));

    [Fact]
    public void Traces_that_are_cut_in_the_middle()
    {
        Cut(1, 5000);
        Cut(3, 7000);
        Refused("FOLDER/traces/trace.1.et: is cut in the middle", "FOLDER/traces/trace.3.et: is cut in the middle");
    }

    [Fact]
    public void A_trace_whose_nodes_wait_for_each_other()
    {
        using (TraceFile file = new(At(1)))
        {
            file.Write(new Node { Id = 5, Name = "one", Type = NodeType.CompNode, CtrlDeps = { 6 } });
            file.Write(new Node { Id = 6, Name = "other", Type = NodeType.CompNode, CtrlDeps = { 5 } });
        }

        Assert.Contains("trace.1.et: node 5: ", Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void Messages_without_another_end()
    {
        // The first rank of the second stage computes alone: nobody receives what the first stage sends.
        using (TraceFile file = new(At(2)))
            file.Write(new Node { Id = 0, Name = "nothing", Type = NodeType.CompNode });
        string error = Refused();
        Assert.Contains("trace.0.et: node 15: sends to rank 2, which does not receive it", error, StringComparison.Ordinal);
        Assert.Contains("trace.0.et: node 32: receives from rank 2, which does not send it", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rank_that_is_missing()
    {
        File.Delete(At(2));
        Refused("FOLDER/job.yaml:2: traces: a rank is missing: 2");
    }

    [Fact]
    public void A_window_behind_the_step() => Refused(
        "FOLDER/job.yaml:3: trace_window.start: is after the end of the step, which takes ", ("cluster:", "trace_window: {start: 10 s}\ncluster:"));

    [Fact]
    public void A_folder_that_is_not_there() => Refused("FOLDER/job.yaml:2: traces: there are no traces", ("traces: traces", "traces: nope"));

    [Fact]
    public void Mistakes_of_the_file_and_of_the_traces_at_once()
    {
        Cut(0, 5000);
        string error = Refused(("cluster:", "trace_ranks: 0-4\nfidelity: analitic\ncluster:"));
        Assert.Contains("job.yaml:3: trace_ranks: there is no rank 4", error, StringComparison.Ordinal);
        Assert.Contains("job.yaml:4: fidelity: there is no such fidelity for a replay (given 'analitic'; did you mean 'analytic'?", error, StringComparison.Ordinal);
        Assert.Contains("trace.0.et: is cut in the middle", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_format_that_the_gpu_lacks_and_another_number_of_ranks() => Refused(
        ["FOLDER/job.yaml:2: traces: has traces of 4 ranks, but the cluster has 2 GPUs", "FOLDER/job.yaml:4: format: a100-sxm4-80gb does not compute in it"],
        ("gpus_per_node: 4}", "gpus_per_node: 2}\nformat: fp8"));

    [Theory]
    [InlineData("a replay experiment has no timelines to write", "--chakra", "new")]
    [InlineData("--chakra-together needs --chakra DIR", "--chakra-together")]
    public void Traces_that_cannot_be_written(string problem, params string[] options)
    {
        Assert.Equal(2, _cli.Run(["run", _cli.Write("job.yaml", Job), .. options]));
        Assert.Contains(problem, _cli.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_cli.Folder, "new")));
    }

    [Fact]
    public void Traces_over_others_and_of_ranks_that_are_not_there()
    {
        string training = _cli.Write("training.yaml", """
            experiment: training
            model: gpt2-large
            cluster: {preset: dgx-a100, nodes: 1}
            plan: {tensor: 2, pipeline: 2, sequence: 256, global_batch: 8}
            """);
        Assert.Equal(2, _cli.Run("run", training, "--chakra", "traces"));
        Assert.Contains("--chakra traces: holds traces already", _cli.Error, StringComparison.Ordinal);
        Assert.Equal(2, _cli.Run("run", training, "--chakra", "new", "--chakra-ranks", "8"));
        Assert.Contains("--chakra new: there is no rank 8", _cli.Error, StringComparison.Ordinal);
    }

    private string At(int rank) => Path.Combine(_traces, TraceFile.NameOf("trace", rank));

    private void Cut(int rank, int bytes) => File.WriteAllBytes(At(rank), File.ReadAllBytes(At(rank))[..bytes]);

    private void Refused(string line, params (string Old, string New)[] changes) => Refused([line], changes);

    private void Refused(string line, string other) => Refused([line, other]);

    // Those lines and no others.
    private void Refused(string[] lines, params (string Old, string New)[] changes)
    {
        string[] told = Refused(changes).TrimEnd().Split('\n')[..^1];
        Assert.Equal(lines.Length, told.Length);
        Assert.All(lines.Zip(told), pair => Assert.StartsWith(pair.First, pair.Second, StringComparison.Ordinal));
    }

    private string Refused(params (string Old, string New)[] changes)
    {
        string text = Job;
        foreach ((string old, string @new) in changes)
        {
            Assert.Contains(old, text, StringComparison.Ordinal);
            text = text.Replace(old, @new, StringComparison.Ordinal);
        }

        Assert.Equal(2, _cli.Run("run", _cli.Write("job.yaml", text)));
        Assert.Empty(_cli.Out);
        Assert.False(Directory.Exists(Path.Combine(_cli.Folder, "runs")), "a run that was refused leaves no folder");
        return _cli.Error;
    }
}

using System.Text.RegularExpressions;

namespace Orrery.Cli.Tests;

public sealed class CommandLineTests : IDisposable
{
    private readonly Cli _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void Does_the_version_name_the_tool_and_its_commit()
    {
        Assert.Equal(0, _cli.Run("--version"));
        Assert.Matches(new Regex(@"^orrery \d+\.\d+\.\d+ \(\w+\)\n$"), _cli.Out);
    }

    [Theory]
    [InlineData("help.txt")]
    [InlineData("help-run.txt", "run", "--help")]
    [InlineData("help-show.txt", "show", "--help")]
    public void What_does_the_help_say(string snapshot, params string[] args)
    {
        Assert.Equal(0, _cli.Run(args));
        Snapshot.Matches(snapshot, _cli.Out);
    }

    [Theory]
    [InlineData("unknown command 'rnu' (did you mean 'run'?)", "rnu", "job.yaml")]
    [InlineData("unknown option '--fidelty' (did you mean '--fidelity'?)", "run", "--fidelty", "analytic", "job.yaml")]
    [InlineData("unknown option '--jsn' (did you mean '--json'?)", "run", "job.yaml", "--jsn")]
    [InlineData("unknown command 'gpsu' (did you mean 'gpus'?)", "show", "gpsu")]
    [InlineData("'orrery run' needs FILE", "run")]
    [InlineData("'orrery show' needs one of: gpus, gpu, fabrics, fabric, clusters, cluster, models, model, formats, format, constants, methods, microbenchmarks", "show")]
    [InlineData("unexpected argument 'b'", "run", "a", "b")]
    [InlineData("unexpected argument 'b'", "validate", "training", "a", "b")]
    [InlineData("unknown option '--jsn' (did you mean '--json'?)", "validate", "training", "--jsn")]
    public void Is_a_wrong_command_line_a_mistake_with_a_hint(string expected, params string[] args)
    {
        Assert.Equal(2, _cli.Run(args));
        Assert.Equal("orrery: " + expected, _cli.Error.Split('\n')[0]);
        Assert.Empty(_cli.Out);
    }

    [Fact]
    public void Does_a_stop_give_the_code_of_an_interrupt()
    {
        using CancellationTokenSource stop = new();
        stop.Cancel();
        using StringWriter error = new();

        int code = CommandLine.Run(["run", Cli.MainJob], new Terminal(TextWriter.Null, error, _cli.Folder, stop.Token));

        Assert.Equal(130, code);
        Assert.Equal("orrery: stopped\n", error.ToString());
        Assert.Empty(Directory.EnumerateFiles(_cli.Folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Does_a_bug_of_ours_apologise_without_a_stack_trace()
    {
        using StringWriter error = new();

        int code = CommandLine.Run(["show", "gpus"], new Terminal(new BrokenWriter(), error, _cli.Folder));

        Assert.Equal(1, code);
        Match match = Regex.Match(error.ToString(), @"^orrery: sorry, this is a bug of ours \(InvalidOperationException\)\. Please open an issue with the file (\S+)\n$");
        Assert.True(match.Success, error.ToString());
        Assert.Contains("BrokenWriter", File.ReadAllText(match.Groups[1].Value), StringComparison.Ordinal);
        File.Delete(match.Groups[1].Value);
    }

    private sealed class BrokenWriter : StringWriter
    {
        public override void Write(string? value) => throw new InvalidOperationException("broken");

        public override void Write(char value) => throw new InvalidOperationException("broken");
    }
}

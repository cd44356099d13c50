using System.Text.Json;
using System.Text.RegularExpressions;
using Orrery.Reporting.Operators;

namespace Orrery.Cli.Tests;

/// <summary>The job of the README, from the file to the folder.</summary>
public sealed class MainJobTests : IDisposable
{
    private readonly Cli _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void What_does_a_person_see()
    {
        Assert.Equal(0, _cli.Run("run", Cli.MainJob));

        string last = _cli.Out.TrimEnd().Split('\n')[^1];
        Match folder = Regex.Match(last, "^Run folder: (runs/[0-9]{8}-[0-9]{6}-llama-2-7b-layer)$");
        Assert.True(folder.Success, last);
        Assert.True(File.Exists(Path.Combine(_cli.Folder, folder.Groups[1].Value, "report.html")));
        Assert.DoesNotContain('\e', _cli.Out);
        Assert.All(_cli.Out.Split('\n'), line => Assert.True(line.Length <= 120, line));
        Snapshot.Matches("main-job.txt", _cli.Out.Replace(folder.Groups[1].Value, "runs/DATE-TIME-llama-2-7b-layer", StringComparison.Ordinal));
    }

    [Fact]
    public void Does_json_print_one_document_with_the_promised_fields()
    {
        Assert.Equal(0, _cli.Run("run", Cli.MainJob, "--json"));

        using JsonDocument json = JsonDocument.Parse(_cli.Out);
        JsonElement root = json.RootElement;
        JsonElement[] operators = [.. root.GetProperty("operators").EnumerateArray()];
        Assert.NotEmpty(operators);
        Sum("time_s", 1e-12);
        Sum("flops", 1);
        Sum("bytes", 1);
        Assert.Equal(1, operators.Sum(op => op.GetProperty("share").GetDouble()), 1e-9);
        Assert.Empty(_cli.Error);

        void Sum(string field, double tolerance) =>
            Assert.Equal(root.GetProperty(field).GetDouble(), operators.Sum(op => op.GetProperty(field).GetDouble()), tolerance);
    }

    [Fact]
    public void Is_the_folder_complete_and_the_same_run_the_same()
    {
        Assert.Equal(0, _cli.Run("run", Cli.MainJob, "--out", Path.Combine(_cli.Folder, "one")));
        Assert.Equal(0, _cli.Run("run", Path.Combine(_cli.Folder, "one", "experiment.resolved.yaml"), "--out", Path.Combine(_cli.Folder, "two")));

        Assert.Equal(Hash("one"), Hash("two"));
        Assert.Equal(
            ["experiment.resolved.yaml", "report.html", "run.json", "stats.csv", "summary.json", "trace.json"],
            Directory.GetFiles(Path.Combine(_cli.Folder, "one")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));

        string Hash(string run)
        {
            using JsonDocument json = JsonDocument.Parse(File.ReadAllText(Path.Combine(_cli.Folder, run, "run.json")));
            string hash = json.RootElement.GetProperty("state_hash").GetString()!;
            return Assert.IsType<string>(hash);
        }
    }

    [Fact]
    public void Does_the_trace_end_when_the_layer_ends()
    {
        string folder = Path.Combine(_cli.Folder, "run");
        Assert.Equal(0, _cli.Run("run", Cli.MainJob, "--out", folder, "--set", "layers=2"));

        using JsonDocument summary = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "summary.json")));
        using JsonDocument trace = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "trace.json")));
        double[] durations =
        [
            .. trace.RootElement.GetProperty("traceEvents").EnumerateArray()
                .Where(e => e.GetProperty("ph").GetString() == "X" && e.GetProperty("tid").GetInt32() == OperatorsTrace.OperatorTrack)
                .Select(e => e.GetProperty("dur").GetDouble()),
        ];
        Assert.Equal(summary.RootElement.GetProperty("time_s").GetDouble() * 1e6, durations.Sum(), 1e-3);
    }

    [Fact]
    public void Does_the_launcher_run_it_from_another_folder_and_pass_the_exit_code()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the launcher is a shell script");

        (int code, string output) = Launch("run", Cli.MainJob, "--json");
        Assert.Equal(0, code);
        using JsonDocument json = JsonDocument.Parse(output);
        Assert.True(json.RootElement.GetProperty("time_s").GetDouble() > 0);
        Assert.Equal(2, Launch("run", "nowhere.yaml").Code);
    }

    private (int Code, string Output) Launch(params string[] args)
    {
        System.Diagnostics.ProcessStartInfo start = new(Path.Combine(Cli.Repository, "orrery"), args)
        {
            WorkingDirectory = _cli.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using System.Diagnostics.Process process = System.Diagnostics.Process.Start(start)!;
        // What goes to standard error is short: it fits the pipe and cannot hold the process up.
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }
}

using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Orrery.Experiments.Layer;
using Orrery.Reporting.Folders;
using Orrery.Reporting.Operators;

namespace Orrery.Cli.Tests;

public sealed class ReportTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("orrery-report-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Does_the_folder_hold_every_file()
    {
        Write(SampleLayer.Result());

        string[] names = [.. Directory.GetFiles(_folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        Assert.Equal(["experiment.resolved.yaml", "report.html", "run.json", "stats.csv", "summary.json", "trace.json"], names);
        Assert.All(names, name => Assert.True(new FileInfo(Path.Combine(_folder, name)).Length > 0, name));
    }

    [Fact]
    public void Does_the_report_load_nothing_from_outside()
    {
        Write(SampleLayer.Result());

        string html = File.ReadAllText(Path.Combine(_folder, "report.html"));
        Assert.DoesNotMatch(new Regex("""(src|href|url|import)\s*[=(]?\s*["']?\s*(https?:|//)""", RegexOptions.IgnoreCase), html);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<link", html, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", html, StringComparison.Ordinal);
        Assert.DoesNotContain("∞", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Does_the_trace_follow_the_operators()
    {
        LayerResult result = SampleLayer.Result(layers: 3);
        Write(result);

        using JsonDocument trace = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder, "trace.json")));
        JsonElement[] spans =
        [
            .. trace.RootElement.GetProperty("traceEvents").EnumerateArray()
                .Where(e => e.GetProperty("ph").GetString() == "X" && e.GetProperty("tid").GetInt32() == OperatorsTrace.OperatorTrack),
        ];
        Assert.Equal(result.Operators.Count, spans.Length);
        double end = 0;
        foreach (JsonElement span in spans)
        {
            Assert.True(span.GetProperty("ts").GetDouble() >= end - 1e-6, "spans overlap or go back in time");
            end = span.GetProperty("ts").GetDouble() + span.GetProperty("dur").GetDouble();
        }
        Assert.Equal(result.TimeSeconds * 1e6, spans.Sum(span => span.GetProperty("dur").GetDouble()), 1e-6);
        Assert.Equal(result.TimeSeconds * 1e6, end, 1e-6);
    }

    [Fact]
    public void Do_the_statistics_add_up_to_the_total()
    {
        LayerResult result = SampleLayer.Result(layers: 2);
        Write(result);

        string[][] rows = [.. File.ReadLines(Path.Combine(_folder, "stats.csv")).Select(line => line.Split(','))];
        Assert.Equal(["component", "metric", "unit", "value"], rows[0]);
        double sum = rows.Where(row => row[0].StartsWith("layer.", StringComparison.Ordinal) && row[1] == "time")
            .Sum(row => double.Parse(row[3], CultureInfo.InvariantCulture));
        Assert.Equal(result.TimeSeconds, sum, 1e-12);
    }

    [Fact]
    public void Is_the_hash_the_same_for_the_same_result_and_another_for_another()
    {
        Assert.Equal(Hash(SampleLayer.Result()), Hash(SampleLayer.Result()));
        Assert.NotEqual(Hash(SampleLayer.Result()), Hash(SampleLayer.Result() with { TimeSeconds = 1 }));
    }

    [Fact]
    public void Do_two_runs_in_the_same_second_get_folders_of_their_own()
    {
        DateTimeOffset now = DateTimeOffset.UnixEpoch;
        (RunFolder? first, _) = RunFolder.Create(_folder, "a b/c", now);
        (RunFolder? second, _) = RunFolder.Create(_folder, "a b/c", now);

        Assert.EndsWith("19700101-000000-a-b-c", first!.Path, StringComparison.Ordinal);
        Assert.EndsWith("19700101-000000-a-b-c-2", second!.Path, StringComparison.Ordinal);
        second.Abandon();
        Assert.False(Directory.Exists(second.Path));
    }

    private static string Hash(LayerResult result) => StateHash.OfSummary(OperatorsSummary.ToJson(result));

    private void Write(LayerResult result)
    {
        (RunFolder? folder, _) = RunFolder.Use(_folder, _folder);
        var summary = OperatorsSummary.ToJson(result);
        RunFiles.Write(folder!, new SampleLayer.Experiment(), result, summary, new RunRecord
        {
            Name = "sample",
            Kind = "layer",
            Command = "orrery run sample.yaml",
            Started = DateTimeOffset.UnixEpoch,
            Seed = 1,
            Threads = 1,
            WallSeconds = 0.1,
            StateHash = StateHash.OfSummary(summary),
        });
        // For a look with one's own eyes.
        if (Environment.GetEnvironmentVariable("ORRERY_KEEP_REPORT") is { } keep)
            File.Copy(Path.Combine(_folder, "report.html"), keep, overwrite: true);
    }
}

using System.Text.Json;

namespace Orrery.Cli.Tests;

/// <summary>Does calibrating leave a GPU file that the other commands take, and only where it helps?</summary>
public sealed class CalibrateTests : IDisposable
{
    private readonly Cli _cli = new();
    private readonly string _table;

    public CalibrateTests() => _table = Measurements.Write(_cli, "gemm.csv", Measurements.Made("A100-SXM4-80GB", 312e12, 60));

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void Does_the_file_serve_as_a_gpu_and_predict_rows_that_were_held_out_better()
    {
        Assert.Equal(0, _cli.Run("calibrate", "--gpu", "a100-sxm4-80gb", "--data", _table, "--out", "my-a100.yaml", "--json"));
        using (JsonDocument json = JsonDocument.Parse(_cli.Out))
        {
            Assert.True(json.RootElement.GetProperty("mape_after").GetDouble() < json.RootElement.GetProperty("mape_before").GetDouble());
            Assert.Equal(60, json.RootElement.GetProperty("fitted_rows").GetInt32() + json.RootElement.GetProperty("held_out_rows").GetInt32());
        }

        string file = Path.Combine(_cli.Folder, "my-a100.yaml");
        Assert.Contains("preset: a100-sxm4-80gb\n", File.ReadAllText(file), StringComparison.Ordinal);
        Assert.Equal(0, _cli.Run("predict", "gemm", "--m", "512", "--n", "4096", "--k", "4096", "--gpu", "my-a100.yaml"));
        Assert.Contains("calibrated", _cli.Out, StringComparison.Ordinal);
        Assert.Equal(0, _cli.Run("run", Cli.MainJob, "--set", "gpu=" + file));

        // The calibrated file can be the start of the next one, from another folder too.
        Directory.CreateDirectory(Path.Combine(_cli.Folder, "next"));
        Assert.Equal(2, _cli.Run("calibrate", "--gpu", "my-a100.yaml", "--data", _table, "--constants", "memory.efficiency", "--out", "next/my.yaml"));
        _ = _cli.Run("calibrate", "--gpu", "my-a100.yaml", "--data", _table, "--constants", "memory.efficiency", "--out", "next/my.yaml", "--force");
        Assert.Equal(0, _cli.Run("predict", "gemm", "--m", "512", "--n", "4096", "--k", "4096", "--gpu", "next/my.yaml"));
    }

    [Fact]
    public void Does_the_screen_tell_constants_and_errors()
    {
        Assert.Equal(0, _cli.Run("calibrate", "--gpu", "a100-sxm4-80gb", "--data", _table));
        Assert.Contains("rows that it did not see", _cli.Out, StringComparison.Ordinal);
        Assert.Contains("Nothing is written", _cli.Out, StringComparison.Ordinal);
        Assert.All(_cli.Out.Split('\n'), line => Assert.True(line.Length <= 120, line));
        Assert.Empty(Directory.EnumerateFiles(_cli.Folder, "*.yaml"));
    }

    [Fact]
    public void Are_too_few_rows_refused_with_the_reason()
    {
        string few = Measurements.Write(_cli, "gemm-few.csv", Measurements.Made("A100-SXM4-80GB", 312e12, 10));
        Check("calibrate-few.txt", "--gpu", "a100-sxm4-80gb", "--data", few, "--constants", "memory.eficiency");
    }

    [Fact]
    public void Are_an_unknown_gpu_and_wrong_lines_told_together()
    {
        string bad = Measurements.Write(_cli, "gemm-bad.csv", ["a100-sxm4-80gb,fp16,linear,x,4096,4096,77.5,kineto_sum"]);
        Check("calibrate-names.txt", "--gpu", "a100-smx4-80gb", "--data", bad);
    }

    private void Check(string snapshot, params string[] args)
    {
        Assert.Equal(2, _cli.Run(["calibrate", .. args]));
        Assert.Empty(_cli.Out);
        Snapshot.Matches(Path.Combine("Mistakes", snapshot), _cli.Error);
    }
}

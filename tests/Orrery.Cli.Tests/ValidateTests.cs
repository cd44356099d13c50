using System.Text.Json;

namespace Orrery.Cli.Tests;

/// <summary>Are predictions held against a user's measurements, and wrong rows named?</summary>
public sealed class ValidateTests : IDisposable
{
    private readonly Cli _cli = new();
    private readonly string _table;

    public ValidateTests() => _table = Measurements.Write(_cli, "gemm.csv",
        [.. Measurements.Made("A100-SXM4-80GB", 312e12, 40), .. Measurements.Made("V100-PCIE-32GB", 112e12, 10)]);

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void Is_json_exactly_a_list_of_groups()
    {
        Assert.Equal(0, _cli.Run("validate", _table, "--json"));
        using JsonDocument json = JsonDocument.Parse(_cli.Out);
        Assert.Equal(2, json.RootElement.GetArrayLength());
        JsonElement first = json.RootElement[0];
        Assert.Equal(["kind", "gpu", "class", "method", "rows", "mape", "median_ape", "bias", "near", "far_off"], first.EnumerateObject().Select(property => property.Name));
        Assert.Equal(("gemm", "A100-SXM4-80GB", "fp16", "kineto_sum", 40),
            (first.GetProperty("kind").GetString(), first.GetProperty("gpu").GetString(), first.GetProperty("class").GetString(), first.GetProperty("method").GetString(), first.GetProperty("rows").GetInt32()));
    }

    [Fact]
    public void Does_each_group_take_one_line_of_120_columns()
    {
        Assert.Equal(0, _cli.Run("validate", _table, "--leave-one-out"));
        string[] lines = _cli.Out.Split('\n');
        Assert.All(lines, line => Assert.True(line.Length <= 120, line));
        Assert.Equal(2, lines.Count(line => line.Contains("kineto_sum", StringComparison.Ordinal)));
        Assert.Contains("Unseen", _cli.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Is_a_sample_always_the_same()
    {
        Assert.Equal(0, _cli.Run("validate", _table, "--sample", "12", "--json"));
        string first = _cli.Out;
        Assert.Equal(0, _cli.Run("validate", _table, "--sample", "12", "--json"));
        Assert.Equal(first, _cli.Out);
        using JsonDocument json = JsonDocument.Parse(first);
        Assert.Equal(12, json.RootElement.EnumerateArray().Sum(group => group.GetProperty("rows").GetInt32()));
    }

    [Fact]
    public void Does_a_gpu_pick_its_rows()
    {
        Assert.Equal(0, _cli.Run("validate", _table, "--gpu", "a100-sxm4-80gb", "--kind", "gemm", "--json"));
        using JsonDocument json = JsonDocument.Parse(_cli.Out);
        Assert.Equal(40, Assert.Single(json.RootElement.EnumerateArray()).GetProperty("rows").GetInt32());
    }

    [Fact]
    public void Does_a_plot_leave_a_report_that_the_last_line_names()
    {
        Assert.Equal(0, _cli.Run("validate", _table, "--plot"));
        string last = _cli.Out.TrimEnd().Split('\n')[^1];
        Assert.StartsWith("Report: runs", last, StringComparison.Ordinal);
        string report = File.ReadAllText(Path.Combine(_cli.Folder, last["Report: ".Length..]));
        Assert.Equal(50, report.Split("<circle").Length - 1 - report.Split("<header>")[1].Split("</header>")[0].Split("<circle").Length + 1);
        Assert.DoesNotContain("http://", report, StringComparison.Ordinal);
        string folder = Path.GetDirectoryName(Path.Combine(_cli.Folder, last["Report: ".Length..]))!;
        Assert.All((string[])["run.json", "summary.json", "comparisons.csv"], file => Assert.True(new FileInfo(Path.Combine(folder, file)).Length > 0));
    }

    [Fact]
    public void Are_unknown_names_mistakes_with_the_nearest()
    {
        Check("validate-names.txt", _table, "--gpu", "a100-smx4-80gb", "--gpu", "h100-sxm5-80gb", "--kind", "gem", "--sample", "0", "--fidelity", "analytc");
    }

    [Fact]
    public void Is_the_rest_compared_where_some_lines_are_wrong()
    {
        string table = Measurements.Write(_cli, "gemm-bad.csv",
        [
            "a100-sxm4-80gb,fp16,linear,512,4096,4096,77.5,kineto_sum",
            "a100-sxm4-80gb,fp16,linear,x,4096,4096,77.5,kineto_sum",
            "a100-sxm4-80gb,fp16,linear,512,0,4096,-3,kineto_sum",
            "a100-sxm4-80gb,fp99,linear,512,4096,4096,77.5,kineto_sum",
            "a100-sxm4-80gb,fp16,linear,512,4096,4096,77.5,stopwatch",
            "rx-9999,fp16,linear,512,4096,4096,77.5,kineto_sum",
        ]);
        Assert.Equal(2, _cli.Run("validate", table));
        Assert.Contains("1 ", _cli.Out.Split('\n').Single(line => line.Contains("kineto_sum", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("number format 'fp99' is not known", _cli.Out, StringComparison.Ordinal);
        Assert.Contains("unknown method 'stopwatch'", _cli.Out, StringComparison.Ordinal);
        Assert.Contains("unknown GPU 'rx-9999'", _cli.Out, StringComparison.Ordinal);
        Snapshot.Matches(Path.Combine("Mistakes", "validate-lines.txt"), _cli.Error);
    }

    [Fact]
    public void Is_a_missing_column_told_with_its_nearest() =>
        Check("validate-column.txt", _cli.Write("gemm.csv", "gpu,dtype,op,m,n,kk,time_us,method\na100-sxm4-80gb,fp16,linear,1,1,1,1,kineto_sum\n"));

    private void Check(string snapshot, params string[] args)
    {
        Assert.Equal(2, _cli.Run(["validate", .. args]));
        Assert.Empty(_cli.Out);
        Snapshot.Matches(Path.Combine("Mistakes", snapshot), _cli.Error);
    }
}

using System.Text.Json;

namespace Orrery.Cli.Tests;

/// <summary>Does a question about one operator get an answer, and a wrong one all its mistakes at once?</summary>
public sealed class PredictTests : IDisposable
{
    private static readonly string[] Gemm = ["predict", "gemm", "--m", "512", "--n", "4096", "--k", "4096"];
    private readonly Cli _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void Does_the_screen_tell_time_parts_roof_and_what_would_help()
    {
        Assert.Equal(0, _cli.Run([.. Gemm, "--gpu", "a100-sxm4-80gb"]));
        Assert.Contains("gemm 512 x 4096 x 4096, fp16\non a100-sxm4-80gb, analytic model\n", _cli.Out, StringComparison.Ordinal);
        foreach (string part in (string[])["time ", "arithmetic ", "memory ", "roofline ", "kernels ", "compute ", "L2 ", "launch ", "What 10 % more would gain", "modelled"])
            Assert.Contains(part, _cli.Out, StringComparison.Ordinal);
        Assert.All(_cli.Out.Split('\n'), line => Assert.True(line.Length <= 120, line));
    }

    [Fact]
    public void Does_a_block_of_several_operators_show_each()
    {
        string[] moe = ["predict", "moe", "--tokens", "4096", "--experts", "8", "--per-token", "2", "--hidden", "4096", "--intermediate", "14336", "--gpu", "h100-sxm5-80gb"];
        Assert.Equal(0, _cli.Run(moe));
        Assert.All(_cli.Out.Split('\n'), line => Assert.True(line.TrimEnd().Length <= 120, line));
        foreach (string name in (string[])["dispatch", "expert gate/up projection", "expert activation", "expert down projection", "combine"])
            Assert.Contains($" {name} ", _cli.Out, StringComparison.Ordinal);

        Assert.Equal(0, _cli.Run([.. moe, "--json"]));
        using JsonDocument json = JsonDocument.Parse(_cli.Out);
        JsonElement[] operators = [.. json.RootElement.GetProperty("operators").EnumerateArray()];
        Assert.Equal(5, operators.Length);
        Assert.Equal(json.RootElement.GetProperty("time_s").GetDouble(), operators.Sum(one => one.GetProperty("time_s").GetDouble()), 1e-12);
    }

    [Fact]
    public void Does_json_hold_all_of_it_in_si_units()
    {
        Assert.Equal(0, _cli.Run([.. Gemm, "--gpu", "a100-sxm4-80gb", "--json"]));
        using JsonDocument json = JsonDocument.Parse(_cli.Out);
        JsonElement root = json.RootElement;
        Assert.Equal(2.0 * 512 * 4096 * 4096, root.GetProperty("flops").GetDouble());
        // fp16: A 512 x 4096, B 4096 x 4096, C 512 x 4096, two bytes each.
        Assert.Equal(2.0 * ((512 * 4096) + (4096 * 4096) + (512 * 4096)), root.GetProperty("bytes").GetDouble());
        double time = root.GetProperty("time_s").GetDouble();
        Assert.InRange(time, root.GetProperty("roofline_time_s").GetDouble(), 1e-3);
        Assert.Equal(root.GetProperty("flops").GetDouble() / time, root.GetProperty("achieved_flops_per_s").GetDouble(), 1);
        Assert.Equal(312e12, root.GetProperty("peak_flops_per_s").GetDouble());
        Assert.Equal("modelled", root.GetProperty("origin").GetString());
        Assert.Equal(["compute", "memory", "l2", "launch"], root.GetProperty("breakdown_s").EnumerateObject().Select(part => part.Name));
        double[] gains = [.. root.GetProperty("sensitivities").EnumerateArray().Select(one => one.GetProperty("gain").GetDouble())];
        Assert.Equal(gains.OrderDescending(), gains);
        Assert.Contains("memory_bandwidth", root.GetProperty("sensitivities").EnumerateArray().Select(one => one.GetProperty("change").GetString()));
    }

    [Fact]
    public void Are_all_mistakes_told_at_once() => Check("predict-several.txt",
        "gemm", "--m", "0", "--n", "-5", "--kk", "4096", "--gpu", "h100-smx5", "--dtype", "fp17", "--fidelity", "analytc", "here");

    [Fact]
    public void Is_a_format_that_the_gpu_lacks_named_with_those_it_has() =>
        Check("predict-format.txt", "gemm", "--m", "64", "--n", "64", "--k", "64", "--gpu", "a100-sxm4-80gb", "--dtype", "fp8");

    [Fact]
    public void Are_sizes_checked_against_each_other() =>
        Check("predict-heads.txt", "attention", "--heads", "32", "--kv-heads", "5", "--queries", "64", "--keys", "8", "--gpu", "t4");

    [Fact]
    public void Is_an_override_that_fits_nothing_a_mistake() =>
        Check("predict-set.txt", "gemm", "--m", "64", "--n", "64", "--k", "64", "--gpu", "a100-sxm4-80gb", "--set", "gpu.l2.szie=80MiB", "--set", "batsh=2");

    [Theory]
    [InlineData("unknown command 'gem' (did you mean 'gemm'?)", "gem")]
    [InlineData("Required argument missing for option: '--m'", "gemm", "--m")]
    public void Is_a_wrong_command_line_a_mistake_with_a_hint(string expected, params string[] args)
    {
        Assert.Equal(2, _cli.Run(["predict", .. args]));
        Assert.Equal("orrery: " + expected, _cli.Error.Split('\n')[0]);
    }

    [Fact]
    public void Does_the_help_list_the_sizes()
    {
        Assert.Equal(0, _cli.Run("predict", "attention", "--help"));
        Snapshot.Matches("help-predict-attention.txt", _cli.Out);
    }

    [Fact]
    public void Does_an_override_change_the_answer()
    {
        Assert.Equal(0, _cli.Run("predict", "gemm", "--m", "1", "--n", "8192", "--k", "8192", "--gpu", "a100-sxm4-80gb", "--json"));
        double before = Time();
        Assert.Equal(0, _cli.Run("predict", "gemm", "--m", "1", "--n", "8192", "--k", "8192", "--gpu", "a100-sxm4-80gb", "--set", "gpu.memory.bandwidth=4 TB/s", "--json"));
        Assert.True(Time() < before);
    }

    [Fact]
    public void Is_a_measured_shape_told_as_measured()
    {
        string data = Measurements.Write(_cli, "gemm.csv", ["a100-sxm4-80gb,fp16,linear,512,4096,4096,77.5,kineto_sum"]);
        Assert.Equal(0, _cli.Run([.. Gemm, "--gpu", "a100-sxm4-80gb", "--data", data, "--json"]));
        using (JsonDocument json = JsonDocument.Parse(_cli.Out))
        {
            Assert.Equal(77.5e-6, json.RootElement.GetProperty("time_s").GetDouble(), 1e-15);
            Assert.Equal("measured", json.RootElement.GetProperty("origin").GetString());
        }

        Assert.Equal(0, _cli.Run([.. Gemm, "--gpu", "a100-sxm4-80gb", "--data", data]));
        Assert.Contains("77.5 µs", _cli.Out, StringComparison.Ordinal);
        Assert.Contains("measured (the model says", _cli.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Are_measurements_of_another_or_a_changed_gpu_refused()
    {
        string data = Measurements.Write(_cli, "gemm.csv", ["a100-sxm4-80gb,fp16,linear,512,4096,4096,77.5,kineto_sum"]);
        Check("predict-data-other.txt", [.. Gemm[1..], "--gpu", "t4", "--data", data]);
        Check("predict-data-changed.txt", [.. Gemm[1..], "--gpu", "a100-sxm4-80gb", "--data", data, "--set", "gpu.l2.size=80MiB"]);
    }

    [Theory]
    [InlineData("ant4")]
    [InlineData("olive4")]
    public void Does_a_format_of_a_file_run(string name)
    {
        string file = Path.Combine(Cli.Repository, "examples", "formats", name + ".yaml");
        Assert.Equal(0, _cli.Run([.. Gemm, "--gpu", "a100-sxm4-80gb", "--dtype", file, "--json"]));
        using JsonDocument json = JsonDocument.Parse(_cli.Out);
        Assert.Equal(name, json.RootElement.GetProperty("format").GetString());
        Assert.True(json.RootElement.GetProperty("time_s").GetDouble() > 0);
    }

    private double Time()
    {
        using JsonDocument json = JsonDocument.Parse(_cli.Out);
        return json.RootElement.GetProperty("time_s").GetDouble();
    }

    private void Check(string snapshot, params string[] args)
    {
        Assert.Equal(2, _cli.Run(["predict", .. args]));
        Assert.Empty(_cli.Out);
        Snapshot.Matches(Path.Combine("Mistakes", snapshot), _cli.Error);
    }

    [Fact]
    public void Does_a_collective_run_over_the_fabric_that_is_named()
    {
        string[] question = ["predict", "all-reduce", "--bytes", "256MiB", "--ranks", "8", "--gpu", "h100-sxm5-80gb", "--json"];
        double over(params string[] fabric)
        {
            Assert.Equal(0, _cli.Run([.. question, .. fabric]));
            using JsonDocument json = JsonDocument.Parse(_cli.Out);
            return json.RootElement.GetProperty("time_s").GetDouble();
        }

        // 900 GB/s of NVLink against 64 GB/s of PCI Express 4, both directions together.
        Assert.True(over("--fabric", "pcie-4") > 5 * over());
        Assert.Equal(2, _cli.Run([.. question, "--fabric", "pcie-44"]));
        Assert.Contains("did you mean 'pcie-4'?", _cli.Error, StringComparison.Ordinal);
        Assert.Equal(2, _cli.Run("predict", "norm", "--rows", "1", "--columns", "8", "--gpu", "t4", "--fabric", "pcie-4"));
    }
}

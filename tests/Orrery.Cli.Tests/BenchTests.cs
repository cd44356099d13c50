using System.Text.Json;
using System.Text.RegularExpressions;

namespace Orrery.Cli.Tests;

public sealed class BenchTests : IDisposable
{
    private static readonly string[] SmallMesh = ["mesh", "4", "4", "50", "2", "100"];
    private readonly Cli _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void Is_the_line_the_one_that_all_simulators_print()
    {
        Assert.Equal(0, _cli.Run(["bench", .. SmallMesh, "--repeat", "1"]));
        Assert.Matches(new Regex(@"^model=mesh params=4,4,50,2,100 ticks=\d+ events=\d+ checksum=[0-9a-f]{16} seconds=\d+\.\d{6}\n$"), _cli.Out);
    }

    [Theory]
    [InlineData("static")]
    [InlineData("auto")]
    public void Is_the_checksum_the_same_with_two_threads(string manager)
    {
        _cli.Run(["bench", .. SmallMesh, "-r", "1", "-m", "sequential"]);
        string alone = _cli.Out.Split(" seconds=")[0];
        Assert.Equal(0, _cli.Run(["bench", .. SmallMesh, "-r", "1", "-t", "2", "-m", manager]));
        Assert.Equal(alone, _cli.Out.Split(" seconds=")[0]);
    }

    [Fact]
    public void Are_all_mistakes_told_at_once()
    {
        Assert.Equal(2, _cli.Run("bench", "phold", "0", "4", "10", "x", "-t", "0", "-r", "0", "-m", "sttic"));
        Assert.Equal(
            """
            orrery bench: --threads 0: may be 1 to 1024
            orrery bench: --repeat 0: may be 1 to 10000
            orrery bench: unknown thread manager 'sttic' (did you mean 'static'?); there are auto, sequential, static, stealing, priority, locality
            orrery bench: phold takes 5 parameters (N K D W T), not 4
            orrery bench: N: 0 is out of range; the number of components may be 1 to 1000000
            orrery bench: W: 'x' is not a whole number

            """,
            _cli.Error);
    }

    [Theory]
    [InlineData("unknown model 'meshh' (did you mean 'mesh'?); there are phold, mesh, gpu, predict", "bench", "meshh")]
    [InlineData("name a model (phold, mesh, gpu, predict) or give --all", "bench")]
    [InlineData("--plugin nowhere: no assembly there; build its project first (dotnet build -c Release)", "bench", "gpu", "1", "1", "1", "1", "--plugin", "nowhere")]
    public void Does_a_mistake_come_with_a_hint(string expected, params string[] args)
    {
        Assert.Equal(2, _cli.Run(args));
        Assert.Equal($"orrery bench: {expected}\n", _cli.Error);
    }

    [Fact]
    public void Is_the_rate_of_predictions_told_and_nothing_allocated()
    {
        Assert.Equal(0, _cli.Run("bench", "predict", "--repeat", "1"));
        Assert.Matches(new Regex(@"^model=predict predictions=\d+ seconds=0\.\d+ predictions_per_s=\d+ bytes_per_prediction=0 predicted_s=0\.\d+\n$"), _cli.Out);
        Assert.Equal(2, _cli.Run("bench", "predict", "7"));
        Assert.Equal("orrery bench: predict takes no parameters, not 1\n", _cli.Error);
    }

    [Fact]
    public void Does_json_hold_the_same_as_the_line()
    {
        Assert.Equal(0, _cli.Run(["bench", .. SmallMesh, "--repeat", "1", "--json"]));
        using JsonDocument json = JsonDocument.Parse(_cli.Out);
        Assert.Equal("mesh", json.RootElement.GetProperty("model").GetString());
        Assert.Matches(new Regex("^[0-9a-f]{16}$"), json.RootElement.GetProperty("checksum").GetString());
    }

    [Fact]
    public void Does_scale_predict_up_to_64_threads()
    {
        Assert.Equal(0, _cli.Run(["scale", .. SmallMesh]));
        foreach (int threads in (int[])[2, 4, 8, 16, 32, 64]) Assert.Matches(new Regex($@"\n +{threads} +\d+ +\d+ +[\d.]+ s"), _cli.Out);
    }
}

using System.Text.Json;

namespace Orrery.Cli.Tests;

/// <summary>A recorded kernel, from the file to the folder.</summary>
public sealed class TraceTests : IDisposable
{
    private const string Trace = """
        -kernel name = copy
        -grid dim = (1,1,1)
        -block dim = (32,1,1)
        -shmem = 0
        -nregs = 16
        #BEGIN_TB
        thread block = 0,0,0
        warp = 0
        insts = 3
        0000 ffffffff 1 R4 LDG.E 1 R2 4 1 0x10000 4
        0010 ffffffff 0 STG.E 2 R2 R4 4 1 0x30000 4
        0020 ffffffff 0 EXIT 0 0
        #END_TB
        """;

    private readonly Cli _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void Does_a_trace_run_and_say_what_it_touched()
    {
        _ = _cli.Write("copy.traceg", Trace);
        string file = _cli.Write("copy.yaml", "experiment: trace\ntrace: copy.traceg\ngpu: a100-sxm4-40gb\n");

        Assert.Equal(0, _cli.Run("run", file, "--json"));

        JsonElement root = JsonDocument.Parse(_cli.Out).RootElement;
        // 128 bytes are read and 128 written; three instructions and the exit that ends every program.
        Assert.Equal(256, root.GetProperty("bytes").GetDouble());
        Assert.Equal(4, root.GetProperty("warp_instructions").GetInt64());
        Assert.Equal("copy", Assert.Single(root.GetProperty("kernels").EnumerateArray()).GetProperty("name").GetString());
    }

    [Fact]
    public void Is_a_broken_line_told_by_its_number_beside_the_other_mistakes()
    {
        _ = _cli.Write("copy.traceg", Trace.Replace("LDG.E 1 R2 4 1", "LDG.E 1 R2 4 9", StringComparison.Ordinal));
        string file = _cli.Write("copy.yaml", "experiment: trace\ntrace: copy.traceg\ngpu: a100-sxm4-40gb\nscheduler: gtp\n");

        Assert.Equal(2, _cli.Run("run", file));

        Assert.Contains("copy.traceg:10: its addresses do not match the active lanes", _cli.Error, StringComparison.Ordinal);
        Assert.Contains("copy.yaml:4: scheduler: there is no such warp scheduler", _cli.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("replacement", "lrv", "lru")]
    [InlineData("memory_scheduler", "first-comer", "first-come")]
    [InlineData("network", "crosbar", "crossbar")]
    public void Is_the_nearest_part_named(string key, string given, string nearest)
    {
        _ = _cli.Write("copy.traceg", Trace);
        string file = _cli.Write("copy.yaml", $"experiment: trace\ntrace: copy.traceg\ngpu: a100-sxm4-40gb\n{key}: {given}\n");

        Assert.Equal(2, _cli.Run("run", file));

        Assert.Contains($"copy.yaml:4: {key}: there is no such", _cli.Error, StringComparison.Ordinal);
        Assert.Contains($"did you mean '{nearest}'?", _cli.Error, StringComparison.Ordinal);
    }
}

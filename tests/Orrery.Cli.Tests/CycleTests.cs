using System.Text.Json;
using Orrery.Cli.Screens;
using Orrery.Reporting.Cycle;

namespace Orrery.Cli.Tests;

/// <summary>A GPU simulated cycle by cycle, from the file to the folder. The work is tiny: one block of a matrix multiplication.</summary>
public sealed class CycleTests : IDisposable
{
    private const string Tiny = """
        experiment: operator
        gpu: a100-sxm4-80gb
        work:
          gemm: {m: 128, n: 128, k: 128}
        fidelity: cycle
        """;

    private readonly Cli _cli = new();
    private readonly string _file;

    public CycleTests() => _file = _cli.Write("tiny.yaml", Tiny);

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void What_does_a_person_see()
    {
        using StringWriter output = new();
        Terminal terminal = new(output, TextWriter.Null, "/");

        OperatorsScreen.Print(SampleCycle.Result(), [], terminal.Screen);

        Assert.All(output.ToString().Split('\n'), line => Assert.True(line.TrimEnd().Length <= 120, line));
        Snapshot.Matches("cycle.txt", output.ToString());
    }

    [Fact]
    public void Does_json_hold_the_promised_fields_and_do_kernels_add_up()
    {
        JsonElement root = Summary("--full");
        JsonElement[] kernels = [.. root.GetProperty("kernels").EnumerateArray()];

        Assert.NotEmpty(kernels);
        Assert.Equal(1, root.GetProperty("simulated_fraction").GetDouble());
        Assert.Equal(root.GetProperty("cycles").GetInt64(), kernels.Sum(kernel => kernel.GetProperty("cycles").GetInt64()));
        Assert.Equal(root.GetProperty("warp_instructions").GetInt64(), kernels.Sum(kernel => kernel.GetProperty("warp_instructions").GetInt64()));
        Assert.Equal(root.GetProperty("time_s").GetDouble(), kernels.Sum(kernel => kernel.GetProperty("time_s").GetDouble()), 1e-12);
        Assert.All(kernels, kernel =>
        {
            Assert.Equal(1, kernel.GetProperty("warp_states").EnumerateObject().Sum(state => state.Value.GetDouble()), 1e-9);
            Assert.Equal(kernel.GetProperty("cycles").GetInt64() / kernel.GetProperty("clock_hz").GetDouble(), kernel.GetProperty("time_s").GetDouble(), 1e-10);
            Assert.InRange(kernel.GetProperty("occupancy").GetProperty("achieved").GetDouble(), 0, kernel.GetProperty("occupancy").GetProperty("theoretical").GetDouble());
            Assert.All(kernel.GetProperty("units").EnumerateObject(), unit => Assert.InRange(unit.Value.GetProperty("share").GetDouble(), 0, 1));
        });
        // 2 m n k operations, each of them in the tensor core.
        Assert.Equal(2.0 * 128 * 128 * 128, root.GetProperty("units").GetProperty("tensor").GetProperty("amount").GetDouble());
    }

    [Fact]
    public void Is_the_result_the_same_with_more_threads_and_from_the_resolved_file()
    {
        Assert.Equal(0, _cli.Run("run", _file, "--out", At("one"), "--threads", "1"));
        Assert.Equal(0, _cli.Run("run", Path.Combine(At("one"), "experiment.resolved.yaml"), "--out", At("two"), "--threads", "2", "--thread-manager", "static"));

        Assert.Equal(Hash("one"), Hash("two"));
    }

    [Fact]
    public void Do_changes_of_the_machine_count()
    {
        long before = Summary().GetProperty("cycles").GetInt64();

        // The kernel's start counts as its own: 1,500 cycles more of it are 1,500 cycles more in all, but that a refresh of memory
        // (260 ns, 367 cycles) may fall elsewhere.
        long start = JsonDocument.Parse(_cli.Out).RootElement.GetProperty("cycles").GetInt64();
        long after = Summary("--set", "microarchitecture.launch.kernel_cycles=5000").GetProperty("cycles").GetInt64();
        long later = Summary("--set", "microarchitecture.launch.kernel_cycles=6500").GetProperty("cycles").GetInt64();
        Assert.Equal(before, start);
        Assert.True(after > before, $"{before} {after}");
        Assert.InRange(later - after, 1500 - 367, 1500 + 367);
        Assert.True(Summary("--set", "scheduler=lrr").GetProperty("cycles").GetInt64() > 0);
    }

    [Theory]
    [InlineData("analytic")]
    [InlineData("tile")]
    public void Does_the_same_file_run_in_other_fidelities(string fidelity)
    {
        JsonElement root = Summary("--fidelity", fidelity);

        Assert.Equal(fidelity, root.GetProperty("fidelity").GetString());
        Assert.False(root.TryGetProperty("kernels", out _));
    }

    [Fact]
    public void Does_the_trace_show_blocks_and_memory()
    {
        Assert.Equal(0, _cli.Run("run", _file, "--out", At("run")));

        using JsonDocument trace = JsonDocument.Parse(File.ReadAllText(Path.Combine(At("run"), "trace.json")));
        JsonElement[] events = [.. trace.RootElement.GetProperty("traceEvents").EnumerateArray()];
        double end = events.Where(IsSpan(1)).Max(span => span.GetProperty("ts").GetDouble() + span.GetProperty("dur").GetDouble());
        JsonElement[] blocks = [.. events.Where(IsSpan(CycleTrace.Multiprocessors))];
        Assert.NotEmpty(blocks);
        Assert.All(blocks, block => Assert.InRange(block.GetProperty("ts").GetDouble() + block.GetProperty("dur").GetDouble(), 0, end + 1e-6));
        Assert.Contains(events, e => e.GetProperty("name").GetString() == "DRAM GB/s" && e.GetProperty("args").GetProperty("value").GetDouble() > 0);

        static Func<JsonElement, bool> IsSpan(int process) =>
            e => e.GetProperty("ph").GetString() == "X" && e.GetProperty("pid").GetInt32() == process;
    }

    [Fact]
    public void Does_the_report_show_stalls_and_load_nothing()
    {
        Assert.Equal(0, _cli.Run("run", _file, "--out", At("run")));

        string html = File.ReadAllText(Path.Combine(At("run"), "report.html"));
        Assert.Contains("What warps wait for", html, StringComparison.Ordinal);
        Assert.Contains("stall_long_scoreboard", html, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Are_two_runs_compared()
    {
        Assert.Equal(0, _cli.Run("run", _file, "--out", At("one")));
        Assert.Equal(0, _cli.Run("run", _file, "--out", At("two"), "--set", "microarchitecture.launch.kernel_cycles=9000", "--compare", "one"));
        Assert.Contains("The second takes", _cli.Out, StringComparison.Ordinal);
        Assert.Equal(0, _cli.Run("compare", "one", "two", "--json"));
        using JsonDocument json = JsonDocument.Parse(_cli.Out);
        JsonElement time = json.RootElement.GetProperty("values").EnumerateArray().First(value => value.GetProperty("name").GetString() == "time");
        Assert.True(time.GetProperty("change").GetDouble() > 0);
    }

    private JsonElement Summary(params string[] more)
    {
        Assert.Equal(0, _cli.Run(["run", _file, "--json", .. more]));
        using JsonDocument json = JsonDocument.Parse(_cli.Out);
        return json.RootElement.Clone();
    }

    private string At(string name) => Path.Combine(_cli.Folder, name);

    private string Hash(string run)
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(Path.Combine(At(run), "run.json")));
        return json.RootElement.GetProperty("state_hash").GetString()!;
    }
}

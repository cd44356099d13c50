using System.Text;
using System.Text.Json;
using Orrery.Engine.Tests.Statistics;
using Orrery.Engine.Tracing;

namespace Orrery.Engine.Tests.Tracing;

/// <summary>What is in a trace, and that it depends on nothing but the model.</summary>
public sealed class TraceTests
{
    // 40 talkers run every 6 ticks or so: at tick 1500 all managers work in parallel.
    private static readonly TraceOptions Late = new() { From = 1500, To = 2499 };
    private static readonly Lazy<(string Text, string[] Rows, TraceSummary Summary)> LateAlone = new(() => Run(Late, "sequential", 1, 40, 3000));
    private static readonly Lazy<(string Text, string[] Rows, TraceSummary Summary)> CutAlone =
        new(() => Run(Late with { MaximumEvents = 500 }, "sequential", 1, 40, 3000));

    [Theory]
    [MemberData(nameof(Schedules.All), MemberType = typeof(Schedules))]
    public void Are_the_bytes_the_same_for_every_schedule(string manager, int threads)
    {
        var other = Run(Late, manager, threads, 40, 3000);
        Assert.Equal(LateAlone.Value.Text, other.Text);
        Assert.Equal(LateAlone.Value.Rows, other.Rows);
        Assert.InRange(other.Summary.Written, 10_000, 100_000);
    }

    // The cut falls while several threads record.
    [Theory]
    [MemberData(nameof(Schedules.All), MemberType = typeof(Schedules))]
    public void Are_the_bytes_the_same_when_it_is_cut_off(string manager, int threads)
    {
        var other = Run(Late with { MaximumEvents = 500 }, manager, threads, 40, 3000);
        Assert.Equal(CutAlone.Value.Text, other.Text);
        Assert.Equal((500, LateAlone.Value.Summary.Written - 500), (other.Summary.Written, other.Summary.Dropped));
        Assert.Contains($"{other.Summary.Dropped} events dropped", other.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Does_a_cut_keep_the_first_events()
    {
        JsonElement[] whole = Events(Run(new TraceOptions(), "sequential", 1).Text);
        JsonElement[] cut = Events(Run(new TraceOptions { MaximumEvents = 500 }, "sequential", 1).Text);
        Assert.Equal(501, cut.Length); // and one that says what is missing
        Assert.Equal(whole.Take(500).Select(e => e.GetRawText()), cut.Take(500).Select(e => e.GetRawText()));
        Assert.Equal(whole.Length - 500, cut[500].GetProperty("args").GetProperty("dropped").GetInt64());
    }

    [Fact]
    public void Does_a_cut_bound_the_memory()
    {
        var trace = new Trace(new Probe(new Simulation(), "a"));
        var recorder = new TraceRecorder(new TraceOptions { MaximumEvents = 100 });
        trace.Begin(recorder);
        var probe = new Probe(new Simulation(), "b", [.. Enumerable.Range(1, 1000).Select(i => (long)i)]);
        var busy = new Trace(probe);
        busy.Begin(recorder);
        probe.Do = _ => busy.Instant("x");
        probe.Simulation.Run();
        Assert.Equal(1000, busy.Seen);
        Assert.Equal(128, busy.Kept); // two chunks of 64 hold the first 100
    }

    // A tick of 1 ns: tick 3 is 0.003 us.
    [Fact]
    public void Is_each_kind_of_event_written_with_its_time()
    {
        var simulation = new Simulation { Tracing = new TraceOptions() };
        var probe = new Probe(simulation.Within("gpu0"), "sm1", 5, 2000);
        var trace = new Trace(probe);
        probe.Do = now =>
        {
            if (now == 5) trace.Span("load", 3, 5);
            else trace.Instant("done");
            trace.Value("depth", 2.5);
        };
        simulation.Run();
        JsonElement[] events = Events(Write(simulation).Text);
        Assert.Equal(
            ["X load 0.003 gpu0.sm1", "C gpu0.sm1.depth 0.005 gpu0.sm1", "i done 2 gpu0.sm1", "C gpu0.sm1.depth 2 gpu0.sm1"],
            events.Select(e => $"{e.GetProperty("ph")} {e.GetProperty("name")} {e.GetProperty("ts")} gpu0.sm1"));
        Assert.Equal(0.002, events[0].GetProperty("dur").GetDouble());
        Assert.Equal(2.5, events[1].GetProperty("args").GetProperty("value").GetDouble());
    }

    [Fact]
    public void Do_patterns_choose_components()
    {
        JsonDocument trace = JsonDocument.Parse(Run(new TraceOptions { Components = ["odd.*", "talker4"] }, "sequential", 1).Text);
        IEnumerable<string?> names = trace.RootElement.GetProperty("traceEvents").EnumerateArray()
            .Where(e => e.GetProperty("name").GetString() == "thread_name").Select(e => e.GetProperty("args").GetProperty("name").GetString());
        Assert.Equal(["odd.talker1", "odd.talker3", "talker4", "odd.talker5", "odd.talker7", "odd.talker9"], names);
    }

    [Fact]
    public void Does_a_window_hold_what_touches_it()
    {
        JsonElement[] whole = Events(Run(new TraceOptions(), "sequential", 1).Text);
        JsonElement[] window = Events(Run(new TraceOptions { From = 100, To = 199 }, "sequential", 1).Text);
        Assert.Equal(whole.Where(Touches).Select(e => e.GetRawText()), window.Select(e => e.GetRawText()));
        Assert.NotEmpty(window);

        // In microseconds: 100 to 199 ticks of a nanosecond.
        static bool Touches(JsonElement e)
        {
            double start = e.GetProperty("ts").GetDouble();
            double end = start + (e.TryGetProperty("dur", out JsonElement duration) ? duration.GetDouble() : 0);
            return start < 0.1995 && end > 0.0995;
        }
    }

    [Fact]
    public void Does_it_cost_nothing_when_off()
    {
        var simulation = new Simulation();
        var probe = new Probe(simulation, "a", 1);
        var trace = new Trace(probe);
        long allocated = -1;
        probe.Do = _ =>
        {
            trace.Instant("x");
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 1000; i++) trace.Span("x", 0, 1);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        };
        simulation.Run();
        Assert.Equal((0, false, 0), (allocated, trace.IsOn, trace.Seen));
        Assert.Contains("nothing was traced", Assert.Throws<SimulationException>(() => simulation.WriteTrace(Stream.Null)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Does_it_name_what_is_wrong()
    {
        Says(new TraceOptions { Components = ["gpu*"] }, "no component has a name like gpu*");
        Says(new TraceOptions { From = 10, To = 9 }, "last tick 9");
        Says(new TraceOptions { MaximumEvents = 0 }, "maximum 0");

        static void Says(TraceOptions options, string words) =>
            Assert.Contains(words, Assert.Throws<SimulationException>(Talker.Model(2, options).Start).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Is_a_span_that_ends_before_it_starts_refused()
    {
        var simulation = new Simulation { Tracing = new TraceOptions() };
        var probe = new Probe(simulation, "a", 5);
        var trace = new Trace(probe);
        probe.Do = _ => trace.Span("x", 5, 4);
        Assert.Contains("a at tick 5", Assert.Throws<SimulationException>(() => simulation.Run()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Does_tracing_change_nothing()
    {
        Simulation with = Talker.Model(10, new TraceOptions()), without = Talker.Model(10, null);
        with.Run(new RunOptions { Until = 500 });
        without.StatisticsEnabled = false;
        without.Run(new RunOptions { Until = 500 });
        Assert.Equal(without.StateHash(), with.StateHash());
    }

    private static (string Text, string[] Rows, TraceSummary Summary) Run(
        TraceOptions options, string manager, int threads, int talkers = 10, long until = 2000)
    {
        Simulation simulation = Talker.Model(talkers, options);
        Schedules.Run(simulation, manager, threads, until);
        (string text, TraceSummary summary) = Write(simulation);
        return (text, [.. simulation.Statistics.Rows().Select(row => row.ToString())], summary);
    }

    private static (string Text, TraceSummary Summary) Write(Simulation simulation)
    {
        using var stream = new MemoryStream();
        TraceSummary summary = simulation.WriteTrace(stream);
        return (Encoding.UTF8.GetString(stream.ToArray()), summary);
    }

    /// <summary>All events but those that only give names.</summary>
    private static JsonElement[] Events(string text) => [.. JsonDocument.Parse(text).RootElement.GetProperty("traceEvents").EnumerateArray()
        .Where(e => e.GetProperty("ph").GetString() != "M")];
}

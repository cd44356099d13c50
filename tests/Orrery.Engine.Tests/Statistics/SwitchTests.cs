using Orrery.Engine.Statistics;

namespace Orrery.Engine.Tests.Statistics;

/// <summary>Which statistics are kept.</summary>
public sealed class SwitchTests
{
    private readonly Simulation _simulation = new();

    [Theory]
    [InlineData("*", "anything.at.all", true)]
    [InlineData("gpu.sm*", "gpu.sm12", true)]
    [InlineData("gpu.sm*", "gpu.l2", false)]
    [InlineData("*.sm*.l1", "gpu0.sm3.l1", true)]
    [InlineData("*.sm*.l1", "gpu0.sm3.l12", false)]
    [InlineData("a*a*b", "aab", true)]
    [InlineData("a*a*b", "abb", false)]
    [InlineData("gpu", "gpu0", false)]
    [InlineData("", "", true)]
    public void Does_a_star_stand_for_any_text(string pattern, string name, bool expected) =>
        Assert.Equal(expected, NamePattern.Matches(pattern, name));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Does_a_pattern_choose_before_and_after_construction(bool before)
    {
        if (before) Choose();
        Counter[] counters = [Make("gpu.sm0"), Make("gpu.sm1"), Make("gpu.l2")];
        if (!before) Choose();
        foreach (Counter counter in counters) counter.Add();
        Assert.Equal([true, false, false], counters.Select(counter => counter.IsOn));
        Assert.Equal([1, 0, 0], counters.Select(counter => counter.Count));
        Assert.Equal("gpu.sm0", Assert.Single(_simulation.Statistics.Rows()).Component);

        void Choose()
        {
            _simulation.StatisticsEnabled = false;
            _simulation.EnableStatistics("gpu.sm*");
            _simulation.DisableStatistics("gpu.sm1.hits");
        }
    }

    [Fact]
    public void Does_what_is_off_hold_no_memory()
    {
        var probe = new Probe(_simulation, "a");
        _simulation.StatisticsEnabled = false;
        long before = GC.GetAllocatedBytesForCurrentThread();
        var histogram = new Histogram(probe, "h", "", Buckets.Linear(1, 100_000));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4_000);
        histogram.Record(1);
        Assert.Equal(0, histogram.Count);
        _simulation.StatisticsEnabled = true;
        histogram.Record(1);
        Assert.Equal(1, histogram.Count);
    }

    [Fact]
    public void Does_recording_allocate_nothing()
    {
        var probe = new Probe(_simulation, "a");
        var counter = new Counter(probe, "c", "");
        var histogram = new Histogram(probe, "h", "");
        var mean = new TimeWeightedMean(probe, "m", "");
        var gauge = new Gauge(probe, "g", "");
        Record(10);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Record(10_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Record(int times)
        {
            for (int i = 0; i < times; i++)
            {
                counter.Add();
                histogram.Record(i);
                mean.Set(i);
                gauge.Set(i);
            }
        }
    }

    [Fact]
    public void Does_it_name_what_is_wrong()
    {
        Make("a");
        Assert.Contains("a.hits", Assert.Throws<SimulationException>(() => new Gauge(_simulation.Components[0], "hits", "")).Message, StringComparison.Ordinal);
        _simulation.EnableStatistics("gpu*");
        Assert.Contains("gpu*", Assert.Throws<SimulationException>(_simulation.Start).Message, StringComparison.Ordinal);
        _simulation.StatisticsEnabled = true;
        _simulation.Start();
        Assert.Contains("before", Assert.Throws<SimulationException>(() => _simulation.StatisticsEnabled = false).Message, StringComparison.Ordinal);
    }

    private Counter Make(string name) => new(new Probe(_simulation, name), "hits", "requests");
}

using Orrery.Engine.Statistics;

namespace Orrery.Engine.Tests.Statistics;

/// <summary>What each statistic says, the arithmetic written out.</summary>
public sealed class StatisticTests
{
    private readonly Simulation _simulation = new();

    [Fact]
    public void Does_a_counter_count()
    {
        var counter = new Counter(new Probe(_simulation, "a"), "hits", "requests");
        counter.Add();
        counter.Add(41);
        Assert.Equal(42, counter.Count);
        Assert.Equal(new StatisticRow("a", "hits", "requests", 42) { Whole = 42 }, Assert.Single(_simulation.Statistics.Rows()));
        Assert.Contains("only goes up", Assert.Throws<SimulationException>(() => counter.Add(-1)).Message, StringComparison.Ordinal);
    }

    // 2^53 + 1 is no double: the text of a row still is exact.
    [Fact]
    public void Does_a_row_keep_all_digits()
    {
        new Counter(new Probe(_simulation, "a"), "ticks", "ticks").Add((1L << 53) + 1);
        Assert.Equal("9007199254740993", _simulation.Statistics.Rows()[0].Text);
    }

    [Fact]
    public void Does_a_gauge_know_its_extremes()
    {
        var gauge = new Gauge(new Probe(_simulation, "a"), "temperature", "K");
        gauge.Set(300);
        gauge.Add(20.5);
        gauge.Add(-40);
        Assert.Equal((280.5, 280.5, 320.5), (gauge.Value, gauge.Minimum, gauge.Maximum));
    }

    // 1 to 100, each once: the 99th percentile is the 99th value.
    [Fact]
    public void Are_percentiles_exact_where_a_bucket_holds_one_value()
    {
        var histogram = new Histogram(new Probe(_simulation, "a"), "latency", "ticks", Buckets.Linear(width: 1, count: 200));
        for (int value = 100; value >= 1; value--) histogram.Record(value);
        Assert.Equal((1, 50, 90, 99, 100), (histogram.Percentile(0), histogram.Percentile(0.5), histogram.Percentile(0.9),
            histogram.Percentile(0.99), histogram.Percentile(1)));
        Assert.Equal((100, 50.5, 1, 100), (histogram.Count, histogram.Mean, histogram.Minimum, histogram.Maximum));
    }

    // Width 10 from 0: ten values 0..9 in the first bucket, ten 10..19 in the second. Rank 10 of 20 is the tenth of ten
    // in 0..9: 0 + 9 * (10 - 0.5) / 10 = 8.55.
    [Fact]
    public void Are_values_spread_evenly_within_a_bucket()
    {
        var histogram = new Histogram(new Probe(_simulation, "a"), "latency", "ticks", Buckets.Linear(width: 10, count: 3));
        for (int value = 0; value < 20; value++) histogram.Record(value);
        Assert.Equal(8.55, histogram.Percentile(0.5), 12);
    }

    [Fact]
    public void Do_values_out_of_the_range_count_too()
    {
        var histogram = new Histogram(new Probe(_simulation, "a"), "v", "", Buckets.Linear(width: 10, count: 2, from: 100));
        foreach (long value in (long[])[long.MinValue, 99, 100, 109, 110, 119, 120, long.MaxValue]) histogram.Record(value);
        Assert.Equal(
            [new(long.MinValue, 99, 2), new(100, 109, 2), new(110, 119, 2), new HistogramBucket(120, long.MaxValue, 2)], histogram.Filled);
        // The least and the greatest cancel to -1; 99 + 100 + 109 + 110 + 119 + 120 = 657.
        Assert.Equal(656 / 8.0, histogram.Mean);
    }

    [Fact]
    public void Are_powers_of_two_divided_right()
    {
        var histogram = new Histogram(new Probe(_simulation, "a"), "v", "");
        foreach (long value in (long[])[-1, 0, 1, 2, 3, 4, 7, 8, (1L << 62) - 1, 1L << 62, long.MaxValue]) histogram.Record(value);
        Assert.Equal(
            [new(-1, -1, 1), new(0, 0, 1), new(1, 1, 1), new(2, 3, 2), new(4, 7, 2), new(8, 15, 1), new(1L << 61, (1L << 62) - 1, 1),
                new HistogramBucket(1L << 62, long.MaxValue, 2)], histogram.Filled);
    }

    // 0 for 10 ticks, 4 for 10, 1 for 20: (0*10 + 4*10 + 1*20) / 40 = 1.5 at tick 40, the last in which anything happens.
    // Then 2 to tick 100: (60 + 2*60) / 100 = 1.8.
    [Fact]
    public void Is_a_mean_weighted_by_time()
    {
        var probe = new Probe(_simulation, "a", 10, 20, 40);
        var depth = new TimeWeightedMean(probe, "depth", "messages");
        probe.Do = now => depth.Set(now switch { 10 => 4, 20 => 1, _ => 2 });
        _simulation.Run();
        Assert.Equal(1.5, depth.Mean, 12);
        Assert.Equal(1.8, depth.MeanAt(100), 12);
        Assert.Equal(4, depth.Maximum);
    }

    // Every 10 ticks: of the ticks 1, 2, 3, ... only 1, 10, 20, 30 are the first of their interval.
    [Fact]
    public void Does_a_series_take_one_value_an_interval()
    {
        var probe = new Probe(_simulation, "a", [.. Enumerable.Range(1, 35).Select(i => (long)i)]);
        var series = new SampledSeries(probe, "depth", "messages", every: 10);
        probe.Do = now => series.Sample(now * 2);
        _simulation.Run();
        Assert.Equal([new(1, 2), new(10, 20), new(20, 40), new SamplePoint(30, 60)], series.Points.ToArray());
    }

    // Four places, one value a tick. At tick 5 it is full: an interval of 2 keeps 1, 2, 4; that is more than half, so 4 keeps 1 and 4
    // (5 falls into 4..7). 8 and 12 fill it; at 16 an interval of 8 keeps 1, 8, then 16 (interval 16) keeps 1.
    [Fact]
    public void Does_a_full_series_halve_its_resolution()
    {
        var probe = new Probe(_simulation, "a", [.. Enumerable.Range(1, 15).Select(i => (long)i)]);
        var series = new SampledSeries(probe, "depth", "messages", every: 1, capacity: 4);
        probe.Do = now => series.Sample(now);
        _simulation.Run();
        Assert.Equal([1, 4, 8, 12], series.Points.ToArray().Select(point => point.Tick));
        Assert.Equal(4, series.Interval);
    }

    [Fact]
    public void Does_a_long_series_stay_within_its_memory()
    {
        var probe = new Probe(_simulation, "a", [.. Enumerable.Range(1, 10_000).Select(i => (long)i * i * i)]);
        var series = new SampledSeries(probe, "depth", "messages", every: 3, capacity: 100);
        probe.Do = now => series.Sample(now);
        _simulation.Run();
        long[] ticks = [.. series.Points.ToArray().Select(point => point.Tick)];
        Assert.InRange(ticks.Length, 10, 100);
        Assert.Equal(ticks.Length, ticks.Select(tick => tick / series.Interval).Distinct().Count());
        Assert.Equal(ticks.Order(), ticks);
        Assert.Equal(1, ticks[0]);
    }

    [Fact]
    public void Do_rows_name_component_metric_and_unit()
    {
        var probe = new Probe(_simulation.Within("gpu0"), "l2");
        var histogram = new Histogram(probe, "latency", "ticks", Buckets.Linear(1, 10));
        histogram.Record(3);
        Assert.Equal(
            ["gpu0.l2,latency.count,values,1", "gpu0.l2,latency.mean,ticks,3", "gpu0.l2,latency.min,ticks,3", "gpu0.l2,latency.p50,ticks,3",
                "gpu0.l2,latency.p90,ticks,3", "gpu0.l2,latency.p99,ticks,3", "gpu0.l2,latency.p99.9,ticks,3", "gpu0.l2,latency.max,ticks,3"],
            _simulation.Statistics.Rows().Select(row => $"{row.Component},{row.Metric},{row.Unit},{row.Text}"));
        Assert.Same(histogram, _simulation.Statistics.Find("gpu0.l2.latency"));
    }
}

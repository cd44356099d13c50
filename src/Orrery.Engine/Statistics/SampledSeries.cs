namespace Orrery.Engine.Statistics;

/// <summary>
/// A curve over time: at most one value every so many ticks, and only while its component runs, so that idle time costs nothing.
/// When the memory is full the interval doubles, until half of the values are gone.
/// </summary>
public sealed class SampledSeries : Statistic
{
    private const int FirstPlaces = 16;

    private readonly long _every;
    private readonly int _capacity;
    private long _interval;
    private long _next;
    private SamplePoint[] _points = [];
    private int _count;

    /// <param name="owner">The component that records; pass <c>this</c>.</param>
    /// <param name="name">Unique within the component.</param>
    /// <param name="unit">The unit of the values.</param>
    /// <param name="every">Ticks between two values, to begin with; at least 1.</param>
    /// <param name="capacity">The most values kept, 16 bytes each; 2 to 1,000,000.</param>
    /// <param name="description">What it tells, in a line.</param>
    public SampledSeries(Component owner, string name, string unit, long every, int capacity = 1024, string description = "")
        : base(owner, name, unit, description)
    {
        Simulation.InRange(every, 1, Simulation.LastTick, FullName, "interval", "ticks");
        Simulation.InRange(capacity, 2, 1_000_000, FullName, "capacity", "values");
        (_every, _interval, _capacity) = (every, every, capacity);
    }

    /// <summary>Ticks between two values as it now is: the interval it began with, times a power of two.</summary>
    public long Interval => _interval;

    /// <summary>The values, oldest first.</summary>
    public ReadOnlySpan<SamplePoint> Points => _points.AsSpan(0, _count);

    /// <summary>Offers the value of this tick; it is kept if it is the first in its interval.</summary>
    public void Sample(double value)
    {
        if (!On || Owner.Now < _next) return;
        Keep(value, Owner.Now);
    }

    private protected override void Clear()
    {
        (_interval, _next, _points, _count) = (_every, 0, [], 0);
    }

    internal override void AddRows(List<StatisticRow> rows)
    {
        rows.Add(Row("samples", _count, "values"));
        rows.Add(Row("interval", _interval, "ticks"));
        if (_count > 0) rows.Add(Row("last", _points[_count - 1].Value));
    }

    private void Keep(double value, long now)
    {
        if (_count == _capacity && !MakeRoom(now)) return;
        if (_count == _points.Length) Array.Resize(ref _points, Math.Min(_capacity, Math.Max(FirstPlaces, _count * 2)));
        _points[_count++] = new SamplePoint(now, value);
        _next = (now / _interval + 1) * _interval;
    }

    /// <summary>Doubles the interval until it is worth it, and says whether the value of this tick is still the first of one.</summary>
    private bool MakeRoom(long now)
    {
        do
        {
            _interval *= 2;
            int kept = 1;
            for (int i = 1; i < _count; i++)
            {
                if (_points[i].Tick / _interval != _points[kept - 1].Tick / _interval) _points[kept++] = _points[i];
            }
            _count = kept;
        }
        while (_count > _capacity / 2);
        _next = (_points[_count - 1].Tick / _interval + 1) * _interval;
        return now >= _next;
    }
}

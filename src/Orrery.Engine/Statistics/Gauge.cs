namespace Orrery.Engine.Statistics;

/// <summary>A value that goes up and down, with the least and the greatest that it took. Not weighted by time.</summary>
public sealed class Gauge : Statistic
{
    private double _value;
    private double _minimum;
    private double _maximum;
    private bool _wasSet;

    /// <inheritdoc cref="Counter(Component, string, string, string)"/>
    public Gauge(Component owner, string name, string unit, string description = "") : base(owner, name, unit, description)
    {
    }

    /// <summary>The last value; 0 before the first and while off.</summary>
    public double Value => _value;

    /// <summary>The least value that was set; 0 before the first.</summary>
    public double Minimum => _minimum;

    /// <summary>The greatest value that was set; 0 before the first.</summary>
    public double Maximum => _maximum;

    /// <summary>Sets the value.</summary>
    public void Set(double value)
    {
        if (!On) return;
        _value = value;
        if (value < _minimum || !_wasSet) _minimum = value;
        if (value > _maximum || !_wasSet) _maximum = value;
        _wasSet = true;
    }

    /// <summary>Changes the value by an amount of either sign.</summary>
    public void Add(double amount) => Set(_value + amount);

    private protected override void Clear()
    {
        _value = _minimum = _maximum = 0;
        _wasSet = false;
    }

    internal override void AddRows(List<StatisticRow> rows)
    {
        rows.Add(Row("", _value));
        rows.Add(Row("min", _minimum));
        rows.Add(Row("max", _maximum));
    }
}

namespace Orrery.Engine.Statistics;

/// <summary>
/// The mean of a value over time, each value weighted by the ticks for which it held: the mean depth of a queue, the busy share of
/// a unit. The value starts at 0 and holds from the tick in which it is set.
/// </summary>
public sealed class TimeWeightedMean : Statistic
{
    private double _value;
    private double _maximum;
    private double _area;
    private long _since;

    /// <inheritdoc cref="Counter(Component, string, string, string)"/>
    public TimeWeightedMean(Component owner, string name, string unit, string description = "") : base(owner, name, unit, description)
    {
    }

    /// <summary>The value that holds now.</summary>
    public double Value => _value;

    /// <summary>The greatest value so far, however short it held.</summary>
    public double Maximum => _maximum;

    /// <summary>The mean from tick 0 to now. Between runs; a component asks <see cref="MeanAt"/>.</summary>
    public double Mean => MeanAt(Owner.Simulation.Now);

    /// <summary>The mean from tick 0 to a tick that is not before the last change.</summary>
    public double MeanAt(long tick) => tick <= 0 ? _value : (_area + _value * (tick - _since)) / tick;

    /// <summary>Sets the value from this tick on.</summary>
    public void Set(double value)
    {
        if (!On) return;
        long now = Owner.Now;
        _area += _value * (now - _since);
        (_value, _since) = (value, now);
        if (value > _maximum) _maximum = value;
    }

    /// <summary>Changes the value by an amount of either sign from this tick on.</summary>
    public void Add(double amount) => Set(_value + amount);

    private protected override void Clear() => (_value, _maximum, _area, _since) = (0, 0, 0, 0);

    internal override void AddRows(List<StatisticRow> rows)
    {
        rows.Add(Row("mean", Mean));
        rows.Add(Row("max", _maximum));
    }
}

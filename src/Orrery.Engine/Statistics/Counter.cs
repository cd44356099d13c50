using System.Diagnostics.CodeAnalysis;

namespace Orrery.Engine.Statistics;

/// <summary>Counts up: requests served, bytes moved, cycles stalled.</summary>
/// <example><code>
/// private readonly Counter _hits;
/// // in the constructor:
/// _hits = new Counter(this, "hits", "requests");
/// // in the handler:
/// _hits.Add();
/// </code></example>
public sealed class Counter : Statistic
{
    private long _count;

    /// <param name="owner">The component that counts; pass <c>this</c>.</param>
    /// <param name="name">Unique within the component.</param>
    /// <param name="unit">What is counted.</param>
    /// <param name="description">What it tells, in a line.</param>
    public Counter(Component owner, string name, string unit, string description = "") : base(owner, name, unit, description)
    {
    }

    /// <summary>The count so far; 0 while off.</summary>
    public long Count => _count;

    /// <summary>Counts an amount, 0 or more.</summary>
    public void Add(long amount = 1)
    {
        if (!On) return;
        if (amount < 0) Refuse(amount);
        _count += amount;
    }

    private protected override void Clear() => _count = 0;

    internal override void AddRows(List<StatisticRow> rows) => rows.Add(Row("", _count));

    [DoesNotReturn]
    private void Refuse(long amount) => throw new SimulationException(
        $"{FullName} at tick {Owner.Now} was asked to count {amount}; a counter only goes up, a Gauge goes both ways");
}

namespace Orrery.Engine.Statistics;

/// <summary>
/// Something that a component counts or measures. It belongs to one component, which alone records into it, so it needs no
/// lock; it knows no wall clock, so it is the same for every thread count. Switched off, recording is one branch.
/// </summary>
[State.NotState]
public abstract class Statistic
{
    // A field, so that the recording methods inline to one test.
    private protected bool On;

    private protected Statistic(Component owner, string name, string unit, string description)
    {
        ArgumentNullException.ThrowIfNull(owner);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        (Owner, Name, Unit, Description) = (owner, name, unit, description);
        On = owner.Simulation.Statistics.Add(this);
    }

    /// <summary>The component that records.</summary>
    public Component Owner { get; }

    /// <summary>The name within the component: <c>hits</c>.</summary>
    public string Name { get; }

    /// <summary>The unit of the values, as shown to people: <c>requests</c>, <c>bytes</c>, <c>ticks</c>.</summary>
    public string Unit { get; }

    /// <summary>What it tells, in a line; may be empty.</summary>
    public string Description { get; }

    /// <summary>The hierarchical name: <c>gpu0.sm3.l1.hits</c>.</summary>
    public string FullName => $"{Owner.Name}.{Name}";

    /// <summary>False where nothing is recorded.</summary>
    public bool IsOn => On;

    /// <inheritdoc/>
    public override string ToString() => FullName;

    internal void Switch(bool on)
    {
        if (on == On) return;
        On = on;
        Clear();
    }

    /// <summary>Forgets everything; holds memory only while it is on.</summary>
    private protected abstract void Clear();

    /// <summary>The values for people, a row for each.</summary>
    internal abstract void AddRows(List<StatisticRow> rows);

    private protected StatisticRow Row(string part, double value, string? unit = null) =>
        new(Owner.Name, part.Length == 0 ? Name : $"{Name}.{part}", unit ?? Unit, value);

    private protected StatisticRow Row(string part, long value, string? unit = null) =>
        Row(part, (double)value, unit) with { Whole = value };
}

namespace Orrery.Configuration.Units;

/// <summary>A power.</summary>
/// <param name="Watts">The power in watts.</param>
public readonly record struct Power(double Watts) : IQuantity<Power>, IComparable<Power>
{
    private static readonly UnitTable Table = new(
        "a power", "400 W", ["mW", "W", "kW", "MW"],
        ("mW", 1e-3), ("W", 1), ("kW", 1e3), ("MW", 1e6));

    public static UnitTable Units => Table;

    public double BaseValue => Watts;

    public static Power FromBaseValue(double value) => new(value);

    public static bool operator <(Power left, Power right) => left.Watts < right.Watts;

    public static bool operator >(Power left, Power right) => left.Watts > right.Watts;

    public static bool operator <=(Power left, Power right) => left.Watts <= right.Watts;

    public static bool operator >=(Power left, Power right) => left.Watts >= right.Watts;

    public int CompareTo(Power other) => Watts.CompareTo(other.Watts);

    /// <summary>The shortest text that reads back as exactly this value.</summary>
    public override string ToString() => Table.Print(Watts);
}

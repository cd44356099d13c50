namespace Orrery.Configuration.Units;

/// <summary>A clock rate.</summary>
/// <param name="Hertz">The rate in cycles a second.</param>
public readonly record struct Frequency(double Hertz) : IQuantity<Frequency>, IComparable<Frequency>
{
    private static readonly UnitTable Table = new(
        "a frequency", "1.41 GHz", ["Hz", "kHz", "MHz", "GHz"],
        ("Hz", 1), ("kHz", 1e3), ("MHz", 1e6), ("GHz", 1e9));

    public static UnitTable Units => Table;

    public double BaseValue => Hertz;

    public static Frequency FromBaseValue(double value) => new(value);

    public static Frequency FromMegahertz(double value) => new(value * 1e6);

    public static bool operator <(Frequency left, Frequency right) => left.Hertz < right.Hertz;

    public static bool operator >(Frequency left, Frequency right) => left.Hertz > right.Hertz;

    public static bool operator <=(Frequency left, Frequency right) => left.Hertz <= right.Hertz;

    public static bool operator >=(Frequency left, Frequency right) => left.Hertz >= right.Hertz;

    public int CompareTo(Frequency other) => Hertz.CompareTo(other.Hertz);

    /// <summary>The shortest text that reads back as exactly this value.</summary>
    public override string ToString() => Table.Print(Hertz);
}

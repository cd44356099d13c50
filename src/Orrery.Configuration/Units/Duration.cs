namespace Orrery.Configuration.Units;

/// <summary>A length of time.</summary>
/// <param name="Seconds">The length in seconds.</param>
public readonly record struct Duration(double Seconds) : IQuantity<Duration>, IComparable<Duration>
{
    private static readonly UnitTable Table = new(
        "a duration", "5 us", ["ns", "us", "ms", "s"],
        ("ps", 1e-12), ("ns", 1e-9), ("us", 1e-6), ("ms", 1e-3), ("s", 1), ("min", 60), ("h", 3600));

    public static UnitTable Units => Table;

    public double BaseValue => Seconds;

    public static Duration FromBaseValue(double value) => new(value);

    public static Duration FromMicroseconds(double value) => new(value / 1e6);

    public static Duration FromMilliseconds(double value) => new(value / 1e3);

    public static bool operator <(Duration left, Duration right) => left.Seconds < right.Seconds;

    public static bool operator >(Duration left, Duration right) => left.Seconds > right.Seconds;

    public static bool operator <=(Duration left, Duration right) => left.Seconds <= right.Seconds;

    public static bool operator >=(Duration left, Duration right) => left.Seconds >= right.Seconds;

    public int CompareTo(Duration other) => Seconds.CompareTo(other.Seconds);

    /// <summary>The shortest text that reads back as exactly this value.</summary>
    public override string ToString() => Table.Print(Seconds);
}

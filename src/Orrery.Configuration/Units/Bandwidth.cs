namespace Orrery.Configuration.Units;

/// <summary>A data rate. Prefixes are decimal, as data sheets use them, unless written as KiB/s, MiB/s, GiB/s.</summary>
/// <param name="BytesPerSecond">The rate in bytes a second.</param>
public readonly record struct Bandwidth(double BytesPerSecond) : IQuantity<Bandwidth>, IComparable<Bandwidth>
{
    private static readonly UnitTable Table = new(
        "a bandwidth", "1555 GB/s", ["B/s", "kB/s", "MB/s", "GB/s", "TB/s"],
        ("B/s", 1), ("kB/s", 1e3), ("KiB/s", 1024), ("MB/s", 1e6), ("MiB/s", 1048576), ("GB/s", 1e9), ("GiB/s", 1073741824),
            ("TB/s", 1e12));

    public static UnitTable Units => Table;

    public double BaseValue => BytesPerSecond;

    public static Bandwidth FromBaseValue(double value) => new(value);

    public static Bandwidth FromGigabytesPerSecond(double value) => new(value * 1e9);

    public static bool operator <(Bandwidth left, Bandwidth right) => left.BytesPerSecond < right.BytesPerSecond;

    public static bool operator >(Bandwidth left, Bandwidth right) => left.BytesPerSecond > right.BytesPerSecond;

    public static bool operator <=(Bandwidth left, Bandwidth right) => left.BytesPerSecond <= right.BytesPerSecond;

    public static bool operator >=(Bandwidth left, Bandwidth right) => left.BytesPerSecond >= right.BytesPerSecond;

    public int CompareTo(Bandwidth other) => BytesPerSecond.CompareTo(other.BytesPerSecond);

    /// <summary>The shortest text that reads back as exactly this value.</summary>
    public override string ToString() => Table.Print(BytesPerSecond);
}

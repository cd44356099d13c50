namespace Orrery.Configuration.Units;

/// <summary>An amount of data. kB, MB, GB and TB are decimal; KiB, MiB, GiB and TiB are binary.</summary>
/// <param name="Bytes">The amount in bytes.</param>
public readonly record struct ByteSize(long Bytes) : IQuantity<ByteSize>, IComparable<ByteSize>
{
    private static readonly UnitTable Table = new(
        "a size in bytes", "40 MiB", ["B", "KiB", "MiB", "GiB", "TiB"],
        ("B", 1), ("kB", 1e3), ("KiB", 1024), ("MB", 1e6), ("MiB", 1048576), ("GB", 1e9), ("GiB", 1073741824), ("TB", 1e12),
            ("TiB", 1099511627776));

    public static UnitTable Units => Table;

    public double BaseValue => Bytes;

    public static ByteSize FromBaseValue(double value) => new((long)Math.Round(value));

    public static ByteSize FromKiB(double value) => FromBaseValue(value * 1024);

    public static ByteSize FromMiB(double value) => FromBaseValue(value * 1048576);

    public static ByteSize FromGB(double value) => FromBaseValue(value * 1e9);

    public static bool operator <(ByteSize left, ByteSize right) => left.Bytes < right.Bytes;

    public static bool operator >(ByteSize left, ByteSize right) => left.Bytes > right.Bytes;

    public static bool operator <=(ByteSize left, ByteSize right) => left.Bytes <= right.Bytes;

    public static bool operator >=(ByteSize left, ByteSize right) => left.Bytes >= right.Bytes;

    public int CompareTo(ByteSize other) => Bytes.CompareTo(other.Bytes);

    /// <summary>The shortest text that reads back as exactly this value.</summary>
    public override string ToString() => Table.Print(Bytes);
}

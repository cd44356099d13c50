namespace Orrery.Configuration.Units;

/// <summary>A rate of arithmetic: floating-point or integer operations a second, a multiply-add counting as two.</summary>
/// <param name="PerSecond">Operations a second.</param>
public readonly record struct OpRate(double PerSecond) : IQuantity<OpRate>, IComparable<OpRate>
{
    private static readonly UnitTable Table = new(
        "a rate of operations", "312 TFLOPS", ["FLOPS", "MFLOPS", "GFLOPS", "TFLOPS", "PFLOPS"],
        ("FLOPS", 1), ("OPS", 1), ("MFLOPS", 1e6), ("MOPS", 1e6), ("GFLOPS", 1e9), ("GOPS", 1e9), ("TFLOPS", 1e12),
            ("TOPS", 1e12), ("PFLOPS", 1e15), ("POPS", 1e15));

    public static UnitTable Units => Table;

    public double BaseValue => PerSecond;

    public static OpRate FromBaseValue(double value) => new(value);

    public static OpRate FromTeraflops(double value) => new(value * 1e12);

    public static bool operator <(OpRate left, OpRate right) => left.PerSecond < right.PerSecond;

    public static bool operator >(OpRate left, OpRate right) => left.PerSecond > right.PerSecond;

    public static bool operator <=(OpRate left, OpRate right) => left.PerSecond <= right.PerSecond;

    public static bool operator >=(OpRate left, OpRate right) => left.PerSecond >= right.PerSecond;

    public int CompareTo(OpRate other) => PerSecond.CompareTo(other.PerSecond);

    /// <summary>The shortest text that reads back as exactly this value.</summary>
    public override string ToString() => Table.Print(PerSecond);
}

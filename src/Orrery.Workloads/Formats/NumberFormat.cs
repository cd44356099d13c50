namespace Orrery.Workloads.Formats;

/// <summary>How a number is stored.</summary>
/// <param name="Name">Name as in files: "fp16".</param>
/// <param name="Bits">Bits of one number in memory.</param>
public readonly record struct NumberFormat(string Name, int Bits)
{
    /// <summary>Bytes of one number; a half for 4-bit formats.</summary>
    public double Bytes => Bits / 8.0;

    public static NumberFormat Fp32 { get; } = new("fp32", 32);
    public static NumberFormat Tf32 { get; } = new("tf32", 32);
    public static NumberFormat Fp16 { get; } = new("fp16", 16);
    public static NumberFormat Bf16 { get; } = new("bf16", 16);
    public static NumberFormat Fp8 { get; } = new("fp8", 8);
    public static NumberFormat Fp4 { get; } = new("fp4", 4);
    public static NumberFormat Int8 { get; } = new("int8", 8);

    /// <summary>All formats.</summary>
    public static IReadOnlyList<NumberFormat> All { get; } = [Fp32, Tf32, Fp16, Bf16, Fp8, Fp4, Int8];

    /// <summary>The format of a name, or null.</summary>
    public static NumberFormat? Find(string name)
    {
        foreach (NumberFormat format in All)
        {
            if (string.Equals(format.Name, name, StringComparison.OrdinalIgnoreCase))
            {
                return format;
            }
        }

        return null;
    }

    public override string ToString() => Name;
}

namespace Orrery.Gpu.Memory;

/// <summary>
/// Division by a number that is fixed while the program runs, as a multiplication by its reciprocal; exact for all 32-bit numbers
/// (Lemire, Kaser and Kurz 2019, Faster Remainder by Direct Computation). Every line that L2 looks up takes several.
/// </summary>
/// <param name="divisor">The number, at least 1.</param>
internal readonly struct Divider(uint divisor)
{
    private readonly ulong _inverse = divisor > 1 ? ulong.MaxValue / divisor + 1 : 0;

    public uint Divide(uint value) => _inverse == 0 ? value : (uint)Math.BigMul(_inverse, value, out _);

    public uint Remainder(uint value) => value - Divide(value) * divisor;
}

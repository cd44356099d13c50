using Orrery.Gpu.Programs;

namespace Orrery.Gpu.Kernels.Rows;

/// <summary>Arithmetic of one access of a lane, on all elements that it brought.</summary>
/// <param name="Fp32">Single-precision instructions.</param>
/// <param name="Int">Conversions, comparisons, addresses.</param>
/// <param name="Special">Exponentials, reciprocals, roots.</param>
public readonly record struct Work(int Fp32, int Int, int Special)
{
    /// <summary>The same for more elements.</summary>
    public static Work operator *(Work work, int elements) => new(work.Fp32 * elements, work.Int * elements, work.Special * elements);

    /// <summary>Writes the instructions: they read what was loaded, and the last one stands for the result.</summary>
    internal void Write(ProgramBuilder program, ulong loaded, ulong result)
    {
        for (int at = 0; at < Int; at++) _ = program.Math(Operation.Int, 0, loaded);
        for (int at = 0; at < Special; at++) _ = program.Math(Operation.Special, at == Special - 1 ? result : 0, loaded);
        for (int at = 0; at < Fp32; at++) _ = program.Math(Operation.Fp32, at == Fp32 - 1 ? result : 0, loaded | result);
    }
}

/// <summary>An array that a kernel walks.</summary>
/// <param name="Start">Address.</param>
/// <param name="ElementBytes">Bytes of an element; may be a fraction for narrow formats; 0 where all lanes ask for the first element.</param>
/// <param name="RowBytes">Bytes from one row to the next; 0 for one row that serves all, as weights do.</param>
public readonly record struct RowArray(long Start, double ElementBytes, long RowBytes);

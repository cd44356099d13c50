namespace Orrery.Gpu.Kernels.Rows;

/// <summary>One walk of a block over its row.</summary>
/// <param name="Loads">Arrays that are read.</param>
/// <param name="Stores">Arrays that are written.</param>
/// <param name="Work">Arithmetic of an element.</param>
public sealed record RowPass(IReadOnlyList<RowArray> Loads, IReadOnlyList<RowArray> Stores, Work Work)
{
    /// <summary>How many numbers are brought together over the block behind it: 1 for a sum or maximum, 2 for both, 0 for none.</summary>
    public int Reductions { get; init; }

    /// <summary>Accesses that are on their way at once: what the compiler unrolls.</summary>
    public int Unrolled { get; init; } = 1;

    /// <summary>Whether its elements are still in registers from the pass before.</summary>
    public bool FromRegisters { get; init; }
}

/// <summary>The threads of a block and how they share a row.</summary>
/// <param name="Threads">Threads, a multiple of 32.</param>
/// <param name="PerAccess">Elements that a thread brings at once.</param>
/// <param name="Registers">Registers of a thread.</param>
public sealed record RowBlock(int Threads, int PerAccess, int Registers = 32)
{
    /// <summary>Rows of a block side by side: warps that have a row each.</summary>
    public int RowsAtOnce { get; init; } = 1;

    /// <summary>A block whose threads have an element at a time, as many as the row is wide.</summary>
    public static RowBlock OneElement(int columns, int most) => new(Math.Min(most, (columns + 31) / 32 * 32), 1);
}

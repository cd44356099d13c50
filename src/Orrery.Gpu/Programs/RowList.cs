namespace Orrery.Gpu.Programs;

/// <summary>Where the rows of an access begin, in bytes from its start and in rising order, where they lie at no equal distances.</summary>
/// <param name="starts">One for each row.</param>
public sealed class RowList(long[] starts)
{
    /// <summary>The first byte of a row.</summary>
    public long this[int row] => starts[row];
}

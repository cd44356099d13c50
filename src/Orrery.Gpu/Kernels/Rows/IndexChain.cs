using Orrery.Gpu.Programs;

namespace Orrery.Gpu.Kernels.Rows;

/// <summary>A gather of few rows: every thread takes an element of each row in turn, and finds its index first.</summary>
public static class IndexChain
{
    private const int Warps = 4;

    /// <summary>The kernel.</summary>
    /// <param name="rows">Indices.</param>
    /// <param name="columns">Elements of a row.</param>
    /// <param name="bytes">Bytes of an element.</param>
    /// <param name="indices">Address of the indices, 64 bits each.</param>
    /// <param name="table">Address of the rows.</param>
    /// <param name="output">Address of the result.</param>
    public static Kernel Create(int rows, int columns, int bytes, long indices, long table, long output)
    {
        const int divisions = 30;
        var program = new ProgramBuilder();
        _ = program.Loop(rows, body =>
        {
            _ = body.Memory(Operation.LoadGlobal, new AddressPattern { Base = indices, StrideLoop0 = 8, Rows = 1, RowBytes = 8, LaneBytes = 8 }, 1);
            for (int at = 0; at < divisions; at++) _ = body.Math(Operation.Int, 2, 1 | 2);
            _ = body.Memory(Operation.LoadGlobal, Row(table), 4, 2).Memory(Operation.StoreGlobal, Row(output), reads: 4).Branch();
        });
        int perBlock = Warps * 32;
        return new Kernel($"gather {rows} rows of {columns}", (columns + perBlock - 1) / perBlock, 1, [new WarpRole(Warps, program.Build())], 32, 0);

        AddressPattern Row(long start) => new()
        {
            Base = start,
            StrideX = (long)Warps * 32 * bytes,
            StrideWarp = 32L * bytes,
            StrideLoop0 = (long)columns * bytes,
            Rows = 1,
            RowBytes = Math.Max(4, 32 * bytes),
            LaneBytes = 4,
        };
    }
}

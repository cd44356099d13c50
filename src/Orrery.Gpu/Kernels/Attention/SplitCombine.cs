using Orrery.Gpu.Programs;

namespace Orrery.Gpu.Kernels.Attention;

/// <summary>
/// Merges the outputs of parts of the keys: weights from the parts' logarithms of sums, then a weighted sum of the parts, one after the
/// other (flash-decoding). A block of four warps takes 4 rows of 128 elements, 8 of 64, 16 of fewer.
/// </summary>
public static class SplitCombine
{
    private const int Warps = 4;
    private const ulong Value = 1;
    private const ulong Sum = 2;
    private const ulong Weight = 4;

    /// <summary>The kernel.</summary>
    /// <param name="rows">Rows of output of all heads and sequences.</param>
    /// <param name="dim">Elements of a row.</param>
    /// <param name="splits">Parts.</param>
    /// <param name="bytes">Bytes of an element of the result.</param>
    /// <param name="parts">Address of the parts, in FP32.</param>
    /// <param name="output">Address of the result.</param>
    public static Kernel Create(int rows, int dim, int splits, int bytes, long parts, long output)
    {
        int blockRows = dim % 128 == 0 ? 4 : dim % 64 == 0 ? 8 : 16;
        int blockBytes = blockRows * dim * 4;
        int turns = Math.Max(1, blockBytes / (Warps * 512));
        long part = (long)rows * dim * 4;
        var program = new ProgramBuilder();
        Weights(program, rows, splits, blockRows, parts + splits * part);
        _ = program.Loop(splits, body =>
        {
            for (int turn = 0; turn < turns; turn++)
            {
                _ = body.Memory(Operation.LoadGlobal, At(parts, blockBytes, turn, 16) with { StrideLoop0 = part }, writes: Value);
                for (int element = 0; element < 4; element++) _ = body.Math(Operation.Fp32, element == 3 ? Sum : 0, Sum | Value | Weight);
            }
            _ = body.Memory(Operation.LoadShared, AddressPattern.Coalesced(0, 4), writes: Weight).Math(Operation.Int, 0, 0).Branch();
        }, isSteady: true);
        for (int turn = 0; turn < turns; turn++)
        {
            _ = program.Math(Operation.Int, 0, Sum).Math(Operation.Int, Sum, Sum)
                .Memory(Operation.StoreGlobal, At(output, blockBytes * bytes / 4, turn, 4 * bytes), reads: Sum);
        }
        return new Kernel($"combine {splits} parts of {rows} x {dim}", (rows + blockRows - 1) / blockRows, 1, [new WarpRole(Warps, program.Build())], 40,
            splits * blockRows * 4);
    }

    private static AddressPattern At(long start, int blockBytes, int turn, int laneBytes) =>
        AddressPattern.Coalesced(start + (long)turn * Warps * 32 * laneBytes, laneBytes) with { StrideX = blockBytes, StrideWarp = 32 * laneBytes };

    // Logarithms of sums come through shared memory, so that a row's lie in one warp: maximum, exponentials, sum, and their quotient.
    private static void Weights(ProgramBuilder program, int rows, int splits, int blockRows, long logarithms)
    {
        var load = new AddressPattern
        {
            Base = logarithms,
            StrideX = blockRows * 4,
            StrideWarp = (long)rows * 4,
            Rows = Math.Clamp(splits / Warps, 1, 8),
            RowBytes = blockRows * 4,
            RowStride = rows * 4 * Warps,
            LaneBytes = 4,
        };
        _ = program.Math(Operation.Int, Weight, 0).Memory(Operation.LoadGlobal, load, writes: Value, reads: Weight)
            .Memory(Operation.StoreShared, AddressPattern.Coalesced(0, 4), reads: Value).Barrier()
            .Memory(Operation.LoadShared, AddressPattern.Coalesced(0, 4), writes: Weight);
        for (int pass = 0; pass < 2; pass++)
        {
            for (int step = 0; step < 5; step++)
            {
                _ = program.Memory(Operation.LoadShared, AddressPattern.Coalesced(0, 4), writes: Value, reads: Weight).Math(Operation.Fp32, Weight, Value | Weight);
            }
            _ = program.Math(Operation.Special, Weight, Weight);
        }
        _ = program.Memory(Operation.StoreShared, AddressPattern.Coalesced(0, 4), reads: Weight).Barrier();
    }
}

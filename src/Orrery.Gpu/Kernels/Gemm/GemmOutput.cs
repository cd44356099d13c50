using Orrery.Gpu.Programs;

namespace Orrery.Gpu.Kernels.Gemm;

/// <summary>How results leave: some rows at a time go through shared memory, so that a lane can store 16 bytes of a row.</summary>
internal static class GemmOutput
{
    private const int StoreBytes = 512;
    private const int SliceRows = 16;

    // An activation function such as GELU by a polynomial and an exponential.
    private const int ActivationMath = 6;

    /// <summary>Writes the end of a kernel's program.</summary>
    /// <param name="program">Takes it.</param>
    /// <param name="problem">The product.</param>
    /// <param name="tile">The tiles.</param>
    /// <param name="warps">Warps that store; 0 for all of the block.</param>
    /// <param name="place">Where the tile's stores go, where that is not the block's own place in the grid.</param>
    public static void Write(ProgramBuilder program, GemmProblem problem, GemmTile tile, int warps = 0, Func<AddressPattern, AddressPattern>? place = null)
    {
        bool isPartial = problem.Splits > 1;
        int bits = isPartial ? 32 : problem.Numbers.ResultBits;
        int rows = Math.Min(SliceRows, tile.WarpM);
        int sums = Math.Max(1, rows * tile.WarpN / 128);
        int slices = Math.Max(1, tile.WarpM / rows);
        ulong bias = ProgramBuilder.Registers(GemmRegisters.Staged);
        if (problem.Epilogue != GemmEpilogue.Plain && !isPartial)
        {
            _ = program.Memory(Operation.LoadGlobal, AddressPattern.Coalesced(problem.StartC, 4) with { Rows = 1, RowBytes = tile.WarpN * 2 }, bias);
        }
        for (int slice = 0; slice < slices; slice++)
        {
            for (int at = 0; at < sums; at++)
            {
                ulong sum = WarpProduct.Sum(slice * sums + at, slices * sums);
                if (!isPartial) Finish(program, problem.Epilogue, sum, bias);
                // Four sums of a lane in two neighbouring rows.
                AddressPattern pair = AddressPattern.Coalesced(0, bits > 16 ? 8 : 4);
                _ = program.Memory(Operation.StoreShared, pair, reads: sum).Memory(Operation.StoreShared, pair, reads: sum);
            }
            _ = program.Barrier(1, warps);
            Store(program, problem, tile, bits, slice * SliceRows, rows, place);
            _ = program.Barrier(1, warps);
        }
    }

    // Two sums become a pair of 16 bits in one instruction.
    private static void Finish(ProgramBuilder program, GemmEpilogue epilogue, ulong sum, ulong bias)
    {
        _ = program.Math(Operation.Fp32, sum, sum).Math(Operation.Fp32, sum, sum);
        if (epilogue == GemmEpilogue.Plain) return;
        _ = program.Math(Operation.Fp32, sum, sum | bias).Math(Operation.Fp32, sum, sum);
        if (epilogue == GemmEpilogue.Bias) return;
        for (int at = 0; at < ActivationMath; at++) _ = program.Math(Operation.Fp32, sum, sum);
        _ = program.Math(Operation.Special, sum, sum);
    }

    private static void Store(ProgramBuilder program, GemmProblem problem, GemmTile tile, int bits, int first, int rows, Func<AddressPattern, AddressPattern>? place)
    {
        long stride = ((long)problem.N * bits + 7) / 8;
        int width = Math.Max(16, (Math.Min(tile.WarpN, Math.Max(1, problem.N)) * bits / 8 + 15) / 16 * 16);
        int atOnce = Math.Clamp(StoreBytes / width, 1, rows);
        ulong output = ProgramBuilder.Registers(GemmRegisters.Output);
        for (int row = 0; row < rows; row += atOnce)
        {
            long way = (first + row) * stride;
            var store = new AddressPattern
            {
                Base = problem.StartC + way,
                Limit = AddressPattern.LimitOf(problem.M * stride - way),
                StrideX = (long)tile.N * bits / 8,
                StrideY = tile.M * stride,
                StrideZ = problem.M * stride,
                StrideWarp = tile.WarpM * stride,
                WarpsAcross = tile.WarpsAcross,
                StrideAcross = (long)tile.WarpN * bits / 8,
                Rows = Math.Min(atOnce, rows - row),
                RowBytes = width,
                RowStride = checked((int)stride),
                LaneBytes = 16,
            };
            _ = program.Memory(Operation.LoadShared, AddressPattern.Coalesced(0, 16), writes: output)
                .Memory(Operation.StoreGlobal, place?.Invoke(store) ?? store, reads: output);
        }
    }
}

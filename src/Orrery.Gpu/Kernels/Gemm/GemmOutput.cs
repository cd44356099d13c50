using Orrery.Gpu.Programs;

namespace Orrery.Gpu.Kernels.Gemm;

/// <summary>
/// How results leave: some rows at a time go through shared memory, so that a lane can store 16 bytes of a row. Sums of synchronous matrix
/// instructions pass in 32 bits, eight rows at a time, and are scaled and rounded behind (NVIDIA/cutlass, epilogue.h and
/// tile_iterator_tensor_op.h); those of asynchronous ones are rounded before (sm90_epilogue_tma_warpspecialized.hpp).
/// </summary>
internal static class GemmOutput
{
    private const int StoreBytes = 512;
    private const int SliceRows = 16;
    private const int WideSliceRows = 8;

    // An activation function such as GELU by a polynomial and an exponential.
    private const int ActivationMath = 6;

    /// <summary>Writes the end of a kernel's program: sums pass in 32 bits.</summary>
    /// <param name="program">Takes it.</param>
    /// <param name="problem">The product.</param>
    /// <param name="tile">The tiles.</param>
    /// <param name="place">Where the tile's stores go, where that is not the block's own place in the grid.</param>
    public static void Write(ProgramBuilder program, GemmProblem problem, GemmTile tile, Func<AddressPattern, AddressPattern>? place = null)
    {
        int rows = Math.Min(WideSliceRows, tile.WarpM);
        int loads = Math.Max(1, rows * tile.WarpN * sizeof(float) / StoreBytes);
        int pairs = Math.Max(1, rows * tile.WarpN / 64);
        int slices = Math.Max(1, tile.WarpM / rows);
        ulong bias = LoadBias(program, problem, tile);
        for (int slice = 0; slice < slices; slice++)
        {
            for (int at = 0; at < pairs; at++)
            {
                // Two sums of a lane in a row; those of the instruction's other rows follow with the next slice.
                ulong sum = WarpProduct.Sum((slice * pairs + at) / 2, Math.Max(1, slices * pairs / 2));
                _ = program.Memory(Operation.StoreShared, AddressPattern.Coalesced(0, 8), reads: sum);
            }
            _ = program.Barrier(1);
            for (int load = 0; load < loads; load++)
            {
                _ = program.Memory(Operation.LoadShared, AddressPattern.Coalesced(0, 16), writes: Output(load));
            }
            for (int load = 0; load < loads && problem.Splits == 1; load++)
            {
                for (int number = 0; number < 4; number++) _ = program.Math(Operation.Fp32, Output(load), Output(load));
                Finish(program, problem.Epilogue, Output(load), bias, ResultBits(problem));
            }
            Store(program, problem, tile, slice * rows, rows, Output(loads - 1), place);
            _ = program.Barrier(1);
        }
    }

    /// <summary>Writes the end of a kernel's program: sums are rounded before they pass.</summary>
    /// <param name="program">Takes it.</param>
    /// <param name="problem">The product.</param>
    /// <param name="tile">The tiles.</param>
    /// <param name="warps">Warps that store.</param>
    public static void WriteRounded(ProgramBuilder program, GemmProblem problem, GemmTile tile, int warps)
    {
        int bits = ResultBits(problem);
        int rows = Math.Min(SliceRows, tile.WarpM);
        int sums = Math.Max(1, rows * tile.WarpN / 128);
        int slices = Math.Max(1, tile.WarpM / rows);
        ulong bias = LoadBias(program, problem, tile);
        for (int slice = 0; slice < slices; slice++)
        {
            for (int at = 0; at < sums; at++)
            {
                ulong sum = WarpProduct.Sum(slice * sums + at, slices * sums);
                if (problem.Splits == 1) Finish(program, problem.Epilogue, sum, bias, 16);
                // Four sums of a lane in two neighbouring rows.
                AddressPattern pair = AddressPattern.Coalesced(0, bits > 16 ? 8 : 4);
                _ = program.Memory(Operation.StoreShared, pair, reads: sum).Memory(Operation.StoreShared, pair, reads: sum);
            }
            _ = program.Barrier(1, warps);
            Store(program, problem, tile, slice * SliceRows, rows, Output(0), null, isFetched: false);
            _ = program.Barrier(1, warps);
        }
    }

    private static ulong Output(int load) => ProgramBuilder.Registers(GemmRegisters.Output + load % (GemmRegisters.StagedGroups - 1));

    private static int ResultBits(GemmProblem problem) => problem.Splits > 1 ? 32 : problem.Numbers.ResultBits;

    private static ulong LoadBias(ProgramBuilder program, GemmProblem problem, GemmTile tile)
    {
        ulong bias = ProgramBuilder.Registers(GemmRegisters.Staged + GemmRegisters.StagedGroups - 1);
        if (problem.Epilogue != GemmEpilogue.Plain && problem.Splits == 1)
        {
            _ = program.Memory(Operation.LoadGlobal, AddressPattern.Coalesced(problem.StartC, 4) with { Rows = 1, RowBytes = tile.WarpN * 2 }, bias);
        }
        return bias;
    }

    // Of four sums of a lane, two become a pair of 16 bits in one instruction.
    private static void Finish(ProgramBuilder program, GemmEpilogue epilogue, ulong sum, ulong bias, int bits)
    {
        if (bits <= 16) _ = program.Math(Operation.Fp32, sum, sum).Math(Operation.Fp32, sum, sum);
        if (epilogue == GemmEpilogue.Plain) return;
        _ = program.Math(Operation.Fp32, sum, sum | bias).Math(Operation.Fp32, sum, sum);
        if (epilogue == GemmEpilogue.Bias) return;
        for (int at = 0; at < ActivationMath; at++) _ = program.Math(Operation.Fp32, sum, sum);
        _ = program.Math(Operation.Special, sum, sum);
    }

    private static void Store(ProgramBuilder program, GemmProblem problem, GemmTile tile, int first, int rows, ulong output,
        Func<AddressPattern, AddressPattern>? place, bool isFetched = true)
    {
        int bits = ResultBits(problem);
        long stride = ((long)problem.N * bits + 7) / 8;
        int width = Math.Max(16, (Math.Min(tile.WarpN, Math.Max(1, problem.N)) * bits / 8 + 15) / 16 * 16);
        int atOnce = Math.Clamp(StoreBytes / width, 1, rows);
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
            if (!isFetched) _ = program.Memory(Operation.LoadShared, AddressPattern.Coalesced(0, 16), writes: output);
            _ = program.Memory(Operation.StoreGlobal, place?.Invoke(store) ?? store, reads: output);
        }
    }
}

using Orrery.Gpu.Programs;

namespace Orrery.Gpu.Kernels;

/// <summary>
/// C = A B^T in 16-bit formats as CUTLASS computes it since Ampere: <c>cp.async</c> into a ring of stages, <c>ldmatrix</c> one step ahead of
/// <c>mma.m16n8k16</c>, an epilogue through shared memory. Sizes are rounded up to whole tiles.
/// </summary>
public static class AmpereGemm
{
    private const int ElementBytes = 2;
    private const int StepK = 16;

    // Register groups: fragments of A and B in two buffers, accumulators, one for addresses and one for the epilogue.
    private const int FragmentA = 0;
    private const int FragmentB = 8;
    private const int Accumulators = 16;
    private const int Address = 48;
    private const int Output = 49;

    /// <summary>The kernel of a matrix product.</summary>
    /// <param name="m">Rows of A and C.</param>
    /// <param name="n">Rows of B, columns of C.</param>
    /// <param name="k">Columns of A and B.</param>
    /// <param name="format">fp16 or bf16.</param>
    /// <param name="tile">Its tiles.</param>
    public static Kernel Create(int m, int n, int k, string format, GemmTile tile)
    {
        int steps = Math.Max(tile.Stages, (k + tile.K - 1) / tile.K);
        long rowBytes = (long)steps * tile.K * ElementBytes;
        (int blocksX, int blocksY) = ((n + tile.N - 1) / tile.N, (m + tile.M - 1) / tile.M);
        long startB = Aligned(blocksY * tile.M * rowBytes);
        long startC = startB + Aligned(blocksX * tile.N * rowBytes);
        AddressPattern[] copies =
        [
            .. Copies(0, tile.M, tile, rowBytes).Select(copy => copy with { StrideY = tile.M * rowBytes }),
            .. Copies(startB, tile.N, tile, rowBytes).Select(copy => copy with { StrideX = tile.N * rowBytes }),
        ];

        var program = new ProgramBuilder();
        for (int stage = 0; stage < tile.Stages - 1; stage++)
        {
            foreach (AddressPattern copy in copies) _ = program.Memory(Operation.CopyAsync, At(copy, stage, tile));
            _ = program.Commit();
        }
        _ = program.Wait(tile.Stages - 2).Barrier();
        LoadFragments(program, tile, 0);
        int full = steps - (tile.Stages - 1);
        _ = program.Loop(full, body => Iteration(body, tile, format, copies), isSteady: true);
        _ = program.Loop(tile.Stages - 1, body => Iteration(body, tile, format, []));
        Epilogue(program, tile, startC, (long)blocksX * tile.N * ElementBytes);

        int sharedBytes = tile.Stages * (tile.M + tile.N) * tile.K * ElementBytes;
        int registers = Math.Min(255, 64 + tile.WarpM * tile.WarpN / 32 + (tile.WarpM + tile.WarpN) / 2);
        return new Kernel($"gemm {m}x{n}x{k} {format}", blocksX, blocksY, [new WarpRole(tile.Warps, program.Build())], registers, sharedBytes)
        {
            SwizzleWidth = 8,
        };
    }

    private static long Aligned(long bytes) => (bytes + 0xFFFFF) & ~0xFFFFFL;

    private static AddressPattern At(AddressPattern copy, int stage, GemmTile tile) =>
        copy with { Base = copy.Base + (long)stage * tile.K * ElementBytes };

    // A warp copies 512 bytes at once: several rows of a stage's depth.
    private static IEnumerable<AddressPattern> Copies(long start, int tileRows, GemmTile tile, long rowBytes)
    {
        int depthBytes = tile.K * ElementBytes;
        int rows = 512 / depthBytes;
        int rowsOfWarp = tileRows / tile.Warps;
        for (int row = 0; row < rowsOfWarp; row += rows)
        {
            yield return new AddressPattern
            {
                Base = start + row * rowBytes,
                StrideWarp = rowsOfWarp * rowBytes,
                StrideLoop0 = depthBytes,
                Rows = rows,
                RowBytes = depthBytes,
                RowStride = checked((int)rowBytes),
                LaneBytes = 16,
            };
        }
    }

    private static void Iteration(ProgramBuilder program, GemmTile tile, string format, AddressPattern[] copies)
    {
        int steps = tile.K / StepK;
        for (int step = 0; step < steps; step++)
        {
            if (step == steps - 1) _ = program.Commit().Wait(tile.Stages - 2).Barrier();
            LoadFragments(program, tile, (step + 1) & 1);
            Multiply(program, tile, format, step & 1);
            if (step > 0) continue;
            foreach (AddressPattern copy in copies) _ = program.Memory(Operation.CopyAsync, At(copy, tile.Stages - 1, tile));
        }
        ulong address = ProgramBuilder.Registers(Address);
        _ = program.Math(Operation.Int, address, address).Math(Operation.Int, address, address).Branch();
    }

    // One ldmatrix.x4 brings 16 by 16 elements. Its lanes are swizzled so that no two meet in a bank.
    private static void LoadFragments(ProgramBuilder program, GemmTile tile, int buffer)
    {
        AddressPattern matrix = AddressPattern.Coalesced(0, 16);
        for (int i = 0; i < tile.WarpM / 16; i++)
        {
            _ = program.Memory(Operation.LoadShared, matrix, writes: ProgramBuilder.Registers(FragmentA + 4 * buffer + i));
        }
        for (int j = 0; j < tile.WarpN / 16; j++)
        {
            _ = program.Memory(Operation.LoadShared, matrix, writes: ProgramBuilder.Registers(FragmentB + 4 * buffer + j));
        }
    }

    private static void Multiply(ProgramBuilder program, GemmTile tile, string format, int buffer)
    {
        int columns = tile.WarpN / 8;
        for (int i = 0; i < tile.WarpM / 16; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                ulong sum = ProgramBuilder.Registers(Accumulators + i * columns + j);
                ulong factors = ProgramBuilder.Registers(FragmentA + 4 * buffer + i, FragmentB + 4 * buffer + j / 2);
                _ = program.Tensor(16, 8, StepK, format, sum, sum | factors);
            }
        }
    }

    // Sixteen rows at a time go through shared memory, so that a lane can store 16 bytes of a row.
    private static void Epilogue(ProgramBuilder program, GemmTile tile, long start, long rowBytes)
    {
        int columns = tile.WarpN / 8;
        int warpRowBytes = tile.WarpN * ElementBytes;
        int rows = Math.Min(16, 512 / warpRowBytes);
        ulong output = ProgramBuilder.Registers(Output);
        for (int i = 0; i < tile.WarpM / 16; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                ulong sum = ProgramBuilder.Registers(Accumulators + i * columns + j);
                _ = program.Math(Operation.Fp32, sum, sum)
                    .Memory(Operation.StoreShared, AddressPattern.Coalesced(0, 4), reads: sum)
                    .Memory(Operation.StoreShared, AddressPattern.Coalesced(0, 4), reads: sum);
            }
            _ = program.Barrier(1);
            for (int row = 0; row < 16; row += rows)
            {
                var store = new AddressPattern
                {
                    Base = start + (16L * i + row) * rowBytes,
                    StrideX = tile.N * ElementBytes,
                    StrideY = tile.M * rowBytes,
                    StrideWarp = tile.WarpM * rowBytes,
                    WarpsAcross = tile.N / tile.WarpN,
                    StrideAcross = warpRowBytes,
                    Rows = rows,
                    RowBytes = warpRowBytes,
                    RowStride = checked((int)rowBytes),
                    LaneBytes = 16,
                };
                _ = program.Memory(Operation.LoadShared, AddressPattern.Coalesced(0, 16), writes: output)
                    .Memory(Operation.StoreGlobal, store, reads: output);
            }
            _ = program.Barrier(1);
        }
    }
}

using Orrery.Gpu.Programs;

namespace Orrery.Gpu.Kernels.Gemm;

/// <summary>
/// A product in single precision on the vector units: a thread keeps up to 8 x 8 results, and steps of the sum come from two stages in shared
/// memory that are filled through registers, eight elements deep (as the sgemm kernels of cuBLAS and CUTLASS). Tiles with fewer than four
/// warps slice each stage over four.
/// </summary>
public static class SimtGemm
{
    /// <summary>Elements of the sum in a stage.</summary>
    public const int Depth = 8;

    private const int LeastWarps = 4;
    private const int Lanes = 32;

    // Loads of 16 bytes a lane: 4 x 8 lanes read 16 or 32 numbers, equal ones once, in two passes.
    private static readonly AddressPattern Operand = AddressPattern.Coalesced(0, 16) with { RowBytes = 256 };

    /// <summary>The kernel of a product.</summary>
    /// <param name="problem">The product, in fp32.</param>
    /// <param name="sideM">Rows of a block.</param>
    /// <param name="sideN">Columns of a block.</param>
    public static Kernel Create(GemmProblem problem, int sideM, int sideN)
    {
        int warpM = Math.Min(sideM, 32);
        int warpN = Math.Min(sideN, sideM >= 64 && sideN >= 64 ? 64 : 32);
        int warps = sideM / warpM * (sideN / warpN);
        int slices = Math.Max(1, LeastWarps / warps);
        int depth = Depth * slices;
        var tile = new GemmTile(sideM, sideN, depth, warpM, warpN, 2);

        // Slices share the copies, and each stores its part of the rows.
        GemmTile shared = tile with { WarpM = warpM / slices };
        var grid = new GemmGrid(problem, shared);
        ProgramBuilder program = GemmGrid.Begin();
        AddressPattern[] first = [.. grid.Copies(0).Select(copy => copy with { StrideLoop0 = 0 })];
        AddressPattern[] next = [.. grid.Copies(1)];
        Load(program, first);
        Store(program, first);
        _ = program.Barrier();
        if (grid.Stages > 1)
        {
            _ = program.Loop(grid.Stages - 1, body =>
            {
                Load(body, next);
                Multiply(body, tile);
                Store(body, next);
                _ = body.Barrier().Branch();
            }, isSteady: true);
        }
        Multiply(program, tile);
        if (slices > 1) AddSlices(program, tile, slices);
        GemmOutput.Write(program, problem, shared);
        return grid.Kernel(program, $"{problem}", 2 * grid.StageBytes, shared.Warps);
    }

    private static void Multiply(ProgramBuilder program, GemmTile tile)
    {
        int results = tile.WarpM * tile.WarpN / Lanes;
        int loads = Math.Max(1, tile.WarpM / 16) + Math.Max(1, tile.WarpN / 16);
        for (int step = 0; step < Depth; step++)
        {
            int buffer = step & 1;
            ulong operands = 0;
            for (int load = 0; load < Math.Min(loads, 4); load++)
            {
                ulong register = ProgramBuilder.Registers(GemmRegisters.A + 4 * buffer + load);
                operands |= register;
                _ = program.Memory(Operation.LoadShared, Operand, writes: register);
            }
            for (int at = 0; at < results; at++)
            {
                ulong sum = ProgramBuilder.Registers(GemmRegisters.Sums + at % GemmRegisters.SumGroups);
                _ = program.Math(Operation.Fp32, sum, sum | operands);
            }
        }
    }

    private static void Load(ProgramBuilder program, AddressPattern[] copies)
    {
        for (int at = 0; at < copies.Length; at++) _ = program.Memory(Operation.LoadGlobal, copies[at], writes: Staged(at));
    }

    private static void Store(ProgramBuilder program, AddressPattern[] copies)
    {
        for (int at = 0; at < copies.Length; at++)
        {
            _ = program.Memory(Operation.StoreShared, AddressPattern.Coalesced(0, 16), reads: Staged(at));
        }
    }

    private static void AddSlices(ProgramBuilder program, GemmTile tile, int slices)
    {
        int lines = Math.Max(1, tile.WarpM * tile.WarpN * sizeof(float) / 512);
        for (int round = slices / 2; round >= 1; round /= 2)
        {
            for (int line = 0; line < lines; line++)
            {
                ulong sum = ProgramBuilder.Registers(GemmRegisters.Sums + line % GemmRegisters.SumGroups);
                _ = program.Memory(Operation.StoreShared, AddressPattern.Coalesced(0, 16), reads: sum);
            }
            _ = program.Barrier(2);
            for (int line = 0; line < lines; line++)
            {
                ulong sum = ProgramBuilder.Registers(GemmRegisters.Sums + line % GemmRegisters.SumGroups);
                _ = program.Memory(Operation.LoadShared, AddressPattern.Coalesced(0, 16), writes: sum).Math(Operation.Fp32, sum, sum);
            }
        }
    }

    private static ulong Staged(int at) => ProgramBuilder.Registers(GemmRegisters.Staged + at % GemmRegisters.StagedGroups);
}

using Orrery.Gpu.Programs;

namespace Orrery.Gpu.Kernels.Gemm;

/// <summary>
/// A product as CUTLASS computes it before Ampere: global memory into registers while the stage before is multiplied, then into the other
/// one of two stages in shared memory (NVIDIA/cutlass, mma_pipelined.h).
/// </summary>
public static class VoltaGemm
{
    private const int Stages = 2;

    /// <summary>The kernel of a product.</summary>
    /// <param name="problem">The product.</param>
    /// <param name="tile">Its tiles; two stages whatever they say.</param>
    /// <param name="mma">The matrix instruction.</param>
    public static Kernel Create(GemmProblem problem, GemmTile tile, MmaShape mma)
    {
        var grid = new GemmGrid(problem, tile);
        var product = new WarpProduct(tile, problem.Numbers, mma);
        ProgramBuilder program = GemmGrid.Begin();
        AddressPattern[] first = [.. grid.Copies(0).Select(copy => copy with { StrideLoop0 = 0 })];
        foreach (Action<ProgramBuilder> load in Loads(first)) load(program);
        Stores(program, first);
        _ = program.Barrier();
        foreach (Action<ProgramBuilder> load in product.Loads(0)) load(program);
        AddressPattern[] next = [.. grid.Copies(1)];
        if (grid.Stages > 1) _ = program.Loop(grid.Stages - 1, body => Stage(body, product, next), isSteady: true);
        Stage(program, product, []);
        GemmOutput.Write(program, problem, tile);
        return grid.Kernel(program, $"{problem}", Stages * grid.StageBytes, tile.Warps);
    }

    private static void Stage(ProgramBuilder program, WarpProduct product, AddressPattern[] next)
    {
        int buffers = product.Steps == 1 ? 1 : 2;
        for (int step = 0; step < product.Steps; step++)
        {
            List<Action<ProgramBuilder>> beside = step == 0 ? [.. Loads(next)] : [];
            if (step == product.Steps - 1)
            {
                Stores(program, next);
                _ = program.Barrier();
            }
            beside.AddRange(product.Loads((step + 1) % buffers));
            product.Multiply(program, step % buffers, beside);
        }
        ulong address = ProgramBuilder.Registers(GemmRegisters.Address);
        _ = program.Math(Operation.Int, address, address).Math(Operation.Int, address, address).Branch();
    }

    private static IEnumerable<Action<ProgramBuilder>> Loads(AddressPattern[] copies) => copies.Select<AddressPattern, Action<ProgramBuilder>>(
        (copy, at) => program => program.Memory(Operation.LoadGlobal, copy, writes: Staged(at)));

    private static void Stores(ProgramBuilder program, AddressPattern[] copies)
    {
        for (int at = 0; at < copies.Length; at++)
        {
            _ = program.Memory(Operation.StoreShared, AddressPattern.Coalesced(0, 16), reads: Staged(at));
        }
    }

    private static ulong Staged(int at) => ProgramBuilder.Registers(GemmRegisters.Staged + at % GemmRegisters.StagedGroups);
}

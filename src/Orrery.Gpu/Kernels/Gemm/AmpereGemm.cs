using Orrery.Gpu.Programs;
using Orrery.Workloads.Formats;

namespace Orrery.Gpu.Kernels.Gemm;

/// <summary>
/// A product as CUTLASS computes it since Ampere: <c>cp.async</c> into a ring of stages, <c>ldmatrix</c> one step ahead of <c>mma.sync</c>, an
/// epilogue through shared memory (NVIDIA/cutlass, mma_multistage.h and epilogue.h).
/// </summary>
public static class AmpereGemm
{
    /// <summary>A product of two arrays in 16 bits that lie one behind the other from address 0.</summary>
    /// <param name="m">Rows of A and C.</param>
    /// <param name="n">Rows of B, columns of C.</param>
    /// <param name="k">Columns of A and B.</param>
    /// <param name="format">fp16 or bf16.</param>
    /// <param name="tile">Its tiles.</param>
    /// <exception cref="ArgumentException">There is no such format.</exception>
    public static Kernel Create(int m, int n, int k, string format, GemmTile tile)
    {
        NumberFormat numbers = FormatCatalogue.Find(format) ?? throw new ArgumentException($"there is no format '{format}'", nameof(format));
        return Create(GemmProblem.Of(m, n, k, numbers), tile, MmaShape.Of("ampere", numbers.Rate));
    }

    /// <summary>The kernel of a product.</summary>
    /// <param name="problem">The product.</param>
    /// <param name="tile">Its tiles.</param>
    /// <param name="mma">The matrix instruction.</param>
    public static Kernel Create(GemmProblem problem, GemmTile tile, MmaShape mma)
    {
        var grid = new GemmGrid(problem, tile);
        var product = new WarpProduct(tile, problem.Numbers, mma);
        ProgramBuilder program = GemmGrid.Begin();
        Sum(program, product, stage => grid.Copies(stage), grid.Stages, tile.Stages - 1);
        GemmOutput.Write(program, problem, tile);
        return grid.Kernel(program, $"{problem}", tile.Stages * grid.StageBytes, tile.Warps);
    }

    /// <summary>Sums up stages: the first copies, then a stage after the other.</summary>
    /// <param name="program">Takes the instructions.</param>
    /// <param name="product">What a warp does with a stage.</param>
    /// <param name="copiesOf">The accesses that bring a stage, by its number.</param>
    /// <param name="stages">How many.</param>
    /// <param name="ahead">Stages that are asked for before they are needed.</param>
    internal static void Sum(ProgramBuilder program, WarpProduct product, Func<int, IEnumerable<AddressPattern>> copiesOf, int stages, int ahead)
    {
        for (int stage = 0; stage < ahead; stage++)
        {
            if (stage < stages)
            {
                foreach (AddressPattern copy in copiesOf(stage)) _ = program.Memory(Operation.CopyAsync, copy with { StrideLoop0 = 0 });
            }
            _ = program.Commit();
        }
        _ = program.Wait(ahead - 1).Barrier();
        foreach (Action<ProgramBuilder> load in product.Loads(0)) load(program);
        AddressPattern[] copies = [.. copiesOf(ahead)];
        if (stages > ahead) _ = program.Loop(stages - ahead, body => Stage(body, product, copies, ahead), isSteady: true);
        _ = program.Loop(Math.Min(ahead, stages), body => Stage(body, product, [], ahead));
    }

    // Copies are spread over the steps; the wait for the next stage stands before the last one, which loads its first operands.
    private static void Stage(ProgramBuilder program, WarpProduct product, AddressPattern[] copies, int ahead)
    {
        int buffers = product.Steps == 1 ? 1 : 2;
        int placed = 0;
        for (int step = 0; step < product.Steps; step++)
        {
            List<Action<ProgramBuilder>> beside = [];
            if (step == product.Steps - 1)
            {
                for (; placed < copies.Length; placed++) _ = program.Memory(Operation.CopyAsync, copies[placed]);
                _ = program.Commit().Wait(ahead - 1).Barrier();
            }
            beside.AddRange(product.Loads((step + 1) % buffers));
            int until = copies.Length * (step + 1) / Math.Max(1, product.Steps - 1);
            for (; placed < Math.Min(until, copies.Length); placed++)
            {
                AddressPattern copy = copies[placed];
                beside.Add(body => body.Memory(Operation.CopyAsync, copy));
            }
            product.Multiply(program, step % buffers, beside);
        }
        ulong address = ProgramBuilder.Registers(GemmRegisters.Address);
        _ = program.Math(Operation.Int, address, address).Math(Operation.Int, address, address).Branch();
    }
}

using Orrery.Gpu.Programs;

namespace Orrery.Gpu.Kernels.Gemm;

/// <summary>
/// A product as CUTLASS computes it on data-centre Blackwell: one warp asks for boxes (TMA), one starts products whose sums stay in tensor
/// memory (<c>tcgen05.mma</c>, with two multiprocessors as a pair where tiles allow: <c>cta_group::2</c>), four bring the results out
/// (NVIDIA/cutlass, sm100_mma_warpspecialized.hpp).
/// </summary>
public static class BlackwellGemm
{
    private const int Storers = 4;
    private const int Registers = 128;

    /// <summary>The kernel of a product.</summary>
    /// <param name="problem">The product.</param>
    /// <param name="tile">Its tile.</param>
    public static Kernel Create(GemmProblem problem, BulkTile tile)
    {
        var grid = new BulkGrid(problem, tile, isPaired: true);
        (PhaseRing full, PhaseRing empty, PhaseRing done) = (new(0, tile.Stages), new(tile.Stages, tile.Stages), new(2 * tile.Stages));
        Mbarrier[] mbarriers =
        [
            .. Enumerable.Repeat(new Mbarrier(0, grid.StageBytes), tile.Stages),
            .. Enumerable.Repeat(new Mbarrier(grid.Cluster.Size), tile.Stages),
            new Mbarrier(1),
        ];
        int depth = ProgramBuilder.TensorDepthBytes * 8 / Math.Max(4, problem.Numbers.Activation.Bits);
        int down = Math.Max(1, tile.Rows / tile.BlockRows);
        ProgramBuilder multiplier = GemmGrid.Begin();
        _ = multiplier.Loop(grid.Stages, body =>
        {
            _ = body.WaitPhase(full);
            for (int step = 0; step < Math.Max(1, tile.K / depth); step++)
            {
                for (int at = 0; at < down; at++) _ = body.TensorBlock(tile.BlockRows, (tile.Columns + 7) / 8 * 8, problem.Numbers.Rate);
            }
            _ = body.CommitTensor().WaitTensor(1).Arrive(empty, at: ClusterPeers.All).Branch();
        }, isSteady: true).SignalTensor(done);
        ProgramBuilder storer = GemmGrid.Begin();
        _ = storer.WaitPhase(done);
        GemmOutput.WriteRounded(storer, problem, tile.Output(Storers), Storers);
        WarpRole[] roles =
        [
            new WarpRole(1, HopperGemm.Producer(grid, full, empty).Build()), new WarpRole(1, multiplier.Build()), new WarpRole(Storers, storer.Build()),
        ];
        return grid.Kernel(roles, Registers, tile.Stages * grid.StageBytes, mbarriers);
    }
}

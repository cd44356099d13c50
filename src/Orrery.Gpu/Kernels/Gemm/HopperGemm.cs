using Orrery.Gpu.Programs;

namespace Orrery.Gpu.Kernels.Gemm;

/// <summary>
/// A product as CUTLASS computes it on Hopper: one warp asks for boxes (TMA), groups of four warps multiply them out of shared memory
/// (<c>wgmma</c>) with one stage still on its way, and mbarriers pass the stages between them (NVIDIA/cutlass,
/// sm90_mma_tma_gmma_ss_warpspecialized.hpp, cooperative schedule).
/// </summary>
public static class HopperGemm
{
    private const int WarpsOfGroup = 4;

    // Addresses, descriptors and the epilogue beside the sums; setmaxnreg gives 232 to 240 to groups with 128 sums a thread.
    private const int OtherRegisters = 88;
    private const int MostRegisters = 224;

    /// <summary>The kernel of a product.</summary>
    /// <param name="problem">The product.</param>
    /// <param name="tile">Its tile.</param>
    public static Kernel Create(GemmProblem problem, BulkTile tile)
    {
        var grid = new BulkGrid(problem, tile);
        int consumers = WarpsOfGroup * tile.Groups;
        (PhaseRing full, PhaseRing empty) = (new PhaseRing(0, tile.Stages), new PhaseRing(tile.Stages, tile.Stages));
        Mbarrier[] mbarriers =
        [
            .. Enumerable.Repeat(new Mbarrier(0, grid.StageBytes), tile.Stages),
            .. Enumerable.Repeat(new Mbarrier(consumers * grid.Cluster.Size), tile.Stages),
        ];
        ProgramBuilder consumer = GemmGrid.Begin();
        _ = consumer.WaitPhase(full);
        Multiply(consumer, problem, tile);
        if (grid.Stages > 1)
        {
            _ = consumer.Loop(grid.Stages - 1, body =>
            {
                _ = body.WaitPhase(full);
                Multiply(body, problem, tile);
                _ = body.WaitTensor(1).Arrive(empty, at: ClusterPeers.All).Branch();
            }, isSteady: true);
        }
        _ = consumer.WaitTensor(0);
        GemmOutput.WriteRounded(consumer, problem, tile.Output(consumers), consumers);
        int registers = Math.Min(MostRegisters, OtherRegisters + tile.InstructionsDown * tile.Columns / 2);
        WarpRole[] roles = [new WarpRole(1, Producer(grid, full, empty).Build()), new WarpRole(consumers, consumer.Build())];
        return grid.Kernel(roles, registers, tile.Stages * grid.StageBytes, mbarriers);
    }

    /// <summary>The warp that asks for boxes.</summary>
    internal static ProgramBuilder Producer(BulkGrid grid, PhaseRing full, PhaseRing empty)
    {
        (AddressPattern Box, ClusterPeers To)[] boxes = [.. grid.Boxes];
        ProgramBuilder program = GemmGrid.Begin();
        return program.Loop(grid.Stages, body =>
        {
            _ = body.WaitPhase(empty, ahead: 1);
            foreach ((AddressPattern box, ClusterPeers to) in boxes) _ = body.BulkLoad(box, full, boxes.Length, to, grid.IsPaired);
            _ = body.Branch();
        }, isSteady: true);
    }

    private static void Multiply(ProgramBuilder program, GemmProblem problem, BulkTile tile)
    {
        int depth = ProgramBuilder.TensorDepthBytes * 8 / Math.Max(4, problem.Numbers.Activation.Bits);
        for (int step = 0; step < Math.Max(1, tile.K / depth); step++)
        {
            for (int down = 0; down < tile.InstructionsDown; down++) _ = program.TensorAsync((tile.Columns + 7) / 8 * 8, problem.Numbers.Rate);
        }
        _ = program.CommitTensor();
    }
}

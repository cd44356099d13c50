using Orrery.Gpu.Multiprocessor;
using Orrery.Gpu.Programs;
using Orrery.Gpu.Results;
using static Orrery.Gpu.Tests.TestMachines;

namespace Orrery.Gpu.Tests;

/// <summary>Asynchronous matrix instructions, bulk copies, mbarriers and clusters to the cycle, on an H100.</summary>
public sealed class WhenAsynchronousWorkEnds
{
    private static readonly PhaseRing One = new(0);

    private static Kernel Blocks(ClusterShape cluster, Mbarrier[] barriers, params Action<ProgramBuilder>[] roles)
    {
        WarpRole[] warps = [.. roles.Select(write =>
        {
            var program = new ProgramBuilder();
            write(program);
            return new WarpRole(1, program.Build());
        })];
        return new Kernel("test", cluster.X, cluster.Y, warps, 32, 0) { Mbarriers = barriers, Cluster = cluster };
    }

    private static KernelResult Run(Kernel kernel) => GpuSimulation.Create(H100, kernel).Run();

    // Beyond a kernel whose warps only exit.
    private static long CyclesOf(Mbarrier[] barriers, params Action<ProgramBuilder>[] roles) =>
        Run(Blocks(ClusterShape.One, barriers, roles)).Cycles - Run(Blocks(ClusterShape.One, [], [.. roles.Select(_ => (Action<ProgramBuilder>)(_ => { }))])).Cycles;

    private static long CyclesOf(Action<ProgramBuilder> write) => CyclesOf([], write);

    // 16 x n x 16 multiply-adds over 512 a cycle, and 16 cycles of latency.
    [Theory]
    [InlineData(64, false, 32)]
    [InlineData(128, false, 64)]
    [InlineData(256, false, 128)]
    [InlineData(32, true, 16)]
    [InlineData(32, false, 24)] // A 512 and B 256 bytes, 32 a cycle for a sub-partition
    public void A_matrix_instruction_occupies_its_tensor_core(int n, bool isAInRegisters, int interval)
    {
        Assert.Equal(interval + 16, CyclesOf(p => p.TensorAsync(n, "fp16", isAInRegisters).CommitTensor().WaitTensor(0)));
        Assert.Equal((3 * interval) + 16, CyclesOf(p => p.Loop(3, b => b.TensorAsync(n, "fp16", isAInRegisters)).CommitTensor().WaitTensor(0)));
    }

    [Fact]
    public void A_wait_lets_the_last_groups_fly()
    {
        KernelResult Waiting(int pending) => Run(Blocks(ClusterShape.One, [], p => p
            .TensorAsync(64, "fp16").CommitTensor().TensorAsync(64, "fp16").CommitTensor().WaitTensor(pending)));
        // The wait issues at 4; the groups end at 32 + 16 and 64 + 16.
        Assert.Equal(48 - 5, Waiting(1).WarpCycles(WarpState.Gmma));
        Assert.Equal(80 - 5, Waiting(0).WarpCycles(WarpState.Gmma));
        Assert.Equal(0, Waiting(2).WarpCycles(WarpState.Gmma));
        // The kernel ends no earlier than its matrix instructions, here a cycle before the exit that waits for them.
        Assert.Equal(Waiting(0).Cycles - 1, Waiting(2).Cycles);
    }

    // m16n8k16 reaches 0.63 of the peak: 2048 / (0.63 * 512) = 6 cycles, which the asynchronous one waits for.
    [Fact]
    public void Both_kinds_of_matrix_instructions_share_the_tensor_core() =>
        Assert.Equal(6 + 32 + 16, CyclesOf(p => p.Tensor(16, 8, 16, "fp16", 1, 0).TensorAsync(64, "fp16").CommitTensor().WaitTensor(0)));

    [Fact]
    public void A_product_of_the_whole_multiprocessor_signals_its_end()
    {
        // 128 x 256 x 16 / 4 / 512 = 256 cycles and 16; the mbarrier takes 20.
        Assert.Equal(256 + 16 + 20, CyclesOf([new Mbarrier(1)], p => p.TensorBlock(128, 256, "fp16").SignalTensor(One).WaitPhase(One)));
        // It takes all four tensor cores: one of another sub-partition begins after it.
        Assert.Equal(256 + 32 + 16, CyclesOf([],
            p => p.TensorBlock(128, 256, "fp16"),
            p => p.Math(Operation.Fp32, 1, 0).TensorAsync(64, "fp16").CommitTensor().WaitTensor(0)));
    }

    [Fact]
    public void A_phase_ends_with_its_last_arrival()
    {
        static void Late(ProgramBuilder p) => p.Math(Operation.Fp32, 1, 0).Math(Operation.Fp32, 1, 1).Math(Operation.Fp32, 1, 1).Arrive(One);
        // Arithmetic at 0, 4, 8, arrival at 9, and 20 cycles.
        Assert.Equal(29, CyclesOf([new Mbarrier(1)], p => p.WaitPhase(One), Late));
        // With a second arrival at 0 it is the same: the wait issues at 0 and goes on at 29.
        KernelResult both = Run(Blocks(ClusterShape.One, [new Mbarrier(2)], p => p.WaitPhase(One), Late, p => p.Arrive(One)));
        Assert.Equal(29 - 1, both.WarpCycles(WarpState.Mbarrier));
        // An empty buffer need not be waited for.
        Assert.Equal(20, CyclesOf([new Mbarrier(1)], p => p.WaitPhase(One, 1)));
    }

    [Fact]
    public void A_ring_goes_round()
    {
        // Two stages and five passes: the producer is ahead by two, and each stage is used again when it is empty.
        var (full, empty) = (new PhaseRing(0, 2), new PhaseRing(2, 2));
        AddressPattern box = new() { Rows = 64, RowBytes = 128, RowStride = 128, StrideLoop0 = 64 * 128 };
        KernelResult result = Run(Blocks(ClusterShape.One, [new(0, 8192), new(0, 8192), new(1), new(1)],
            p => p.Loop(5, b => b.WaitPhase(empty, 1).BulkLoad(box, full)),
            p => p.Loop(5, b => b.WaitPhase(full).TensorAsync(256, "fp16").CommitTensor().WaitTensor(0).Arrive(empty))));
        Assert.Equal(5 * 8192, result.L2BytesSent);
        Assert.Equal(5 * 8192, result.Sms.Sum(sm => sm.BytesReceived));
        Assert.True(result.WarpCycles(WarpState.Mbarrier) > 0);
    }

    [Fact]
    public void A_bulk_copy_takes_the_way_of_a_load()
    {
        // A load asks L2 after the 41 cycles of L1; a bulk copy after 130, and its mbarrier takes 20.
        long load = CyclesOf(p => p.Memory(Operation.LoadGlobal, AddressPattern.Coalesced(0, 4), 1));
        AddressPattern line = new() { Rows = 1, RowBytes = 128, RowStride = 128 };
        Assert.Equal(load - 41 + 130 + 20, CyclesOf([new Mbarrier(0, 128)], p => p.BulkLoad(line, One).WaitPhase(One)));
    }

    [Fact]
    public void A_bulk_store_brings_its_bytes_to_L2()
    {
        AddressPattern box = new() { Rows = 100, RowBytes = 256, RowStride = 1024 };
        KernelResult result = Run(Blocks(ClusterShape.One, [], p => p.BulkStore(box).Commit().Wait(0)));
        Assert.Equal(100 * 256, result.L2BytesStored);
        // The group is over when shared memory is read: 130 cycles, and three times 32 rows of two lines before the last part.
        Assert.Equal(130 + (3 * 64) - 3, result.WarpCycles(WarpState.LongScoreboard));
    }

    [Theory]
    [InlineData(2, 1, ClusterPeers.AlongX)]
    [InlineData(1, 4, ClusterPeers.AlongY)]
    [InlineData(2, 2, ClusterPeers.All)]
    public void A_multicast_is_read_once_and_arrives_everywhere(int x, int y, ClusterPeers peers)
    {
        // Each of the blocks reads its part of 128 rows of 128 bytes for all of them.
        var cluster = new ClusterShape(x, y);
        int rows = 128 / cluster.Size;
        AddressPattern part = new() { Rows = rows, RowBytes = 128, RowStride = 128, StrideShare = rows * 128 };
        KernelResult result = Run(Blocks(cluster, [new Mbarrier(0, 128 * 128)], p => p.BulkLoad(part, One, to: peers).WaitPhase(One)));
        Assert.Equal(128 * 4, result.L2Sectors);
        Assert.Equal(128 * 128, result.DramBytesRead);
        Assert.Equal(cluster.Size * 128 * 128, result.L2BytesSent);
        Assert.All(result.Sms.Take(cluster.Size), sm => Assert.Equal(128 * 128, sm.BytesReceived));
    }

    [Fact]
    public void Blocks_of_a_cluster_meet()
    {
        // The second block starts 4 cycles after the first, which hears of it 90 cycles later and goes on after 20.
        var pair = new ClusterShape(2, 1);
        Assert.Equal(90 + 20, Run(Blocks(pair, [], p => p.ClusterBarrier())).Cycles - Run(Blocks(pair, [], _ => { })).Cycles);
    }

    [Fact]
    public void Clusters_hold_neighbours_of_the_grid()
    {
        Kernel kernel = new("test", 8, 4, [], 32, 0) { Cluster = new ClusterShape(2, 2), SwizzleWidth = 4 };
        Assert.Equal([(0, 0), (1, 0), (0, 1), (1, 1), (2, 0)], Enumerable.Range(0, 5).Select(kernel.Place2));
        Assert.Equal(32, Enumerable.Range(0, 32).Select(kernel.Place2).Distinct().Count());
    }

    [Fact]
    public void A_phase_that_never_ends_is_named()
    {
        Kernel kernel = Blocks(ClusterShape.One, [new Mbarrier(1), new Mbarrier(2)], p => p.Arrive(new PhaseRing(1)).WaitPhase(new PhaseRing(1)));
        KernelDeadlockException stuck = Assert.Throws<KernelDeadlockException>(() => Run(kernel));
        Assert.Equal(["sm0: block (0, 0, 0) warp 0 waits at mbarrier 1"], stuck.Waiting);
    }

    [Theory]
    [InlineData(3, 1, "clusters of 3 by 1 blocks; they hold a power of two up to 16")]
    [InlineData(2, 2, "holds no whole clusters of 2 by 2")]
    public void Clusters_that_cannot_be_placed_are_refused(int x, int y, string said)
    {
        Kernel kernel = Blocks(ClusterShape.One, [], _ => { }) with { BlocksX = 6, BlocksY = 1, Cluster = new ClusterShape(x, y) };
        Assert.Contains(said, Assert.Throws<ArgumentException>(() => Run(kernel)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_generation_without_them_says_so()
    {
        Kernel kernel = Blocks(ClusterShape.One, [], p => p.TensorAsync(64, "fp16"));
        string said = Assert.Throws<ArgumentException>(() => GpuSimulation.Create(A100, kernel)).Message;
        Assert.Contains("a100-sxm4-40gb has no asynchronous matrix instructions", said, StringComparison.Ordinal);
    }
}

file static class Places
{
    internal static (int X, int Y) Place2(this Kernel kernel, int block)
    {
        (int x, int y, _) = kernel.Place(block);
        return (x, y);
    }
}

using Orrery.CostModels.Tile;

namespace Orrery.Models.Tests.Costs.Tile;

/// <summary>Exact times, by hand.</summary>
public sealed class TileTimingTests
{
    private static readonly TileStep Loading = new(5000, 10) { First = new Panel(0, 1000) };
    private static readonly TileStep Output = new(0, 1) { Own = 200, OwnMissing = 200 };

    [Fact]
    public void Does_one_tile_take_what_its_parts_take()
    {
        // 1000 launch + 10 clock: the tile starts at 1010, and its request is at the memory at 1110.
        // Memory: 1000 bytes at 0.5 a tick take 2000, 300 further away: from 1410 to 3410. Cache and port are faster.
        // The first of ten slices is seen at 1410 + 2000 / 10 = 1610 and arrives at 1710: 5000 of arithmetic end at 6710.
        // The output reaches the cache at 6810, takes 200 ticks and is confirmed at 7110; one clock: the tile ends at 7120.
        // Memory writes it from 6810 on, 200 bytes in 400 ticks: 7210.
        KernelRun run = KernelSimulation.Run(PlainTiles.Of(1, 1, [Loading], Output));
        Assert.Equal(7210, run.End);
        Assert.Equal(5000, Assert.Single(run.Busy));
        Assert.Equal(2210, Assert.Single(run.Idle));
    }

    [Fact]
    public void Does_the_last_slice_wait_for_its_bytes()
    {
        // As above with 100 of arithmetic: it may begin at 1710 but the last slice comes at 3510 and takes 10 more: 3520.
        // Output: 3620 at the cache; memory is done with it at 4020.
        KernelRun run = KernelSimulation.Run(PlainTiles.Of(1, 1, [Loading with { Compute = 100 }], Output));
        Assert.Equal(4020, run.End);
    }

    [Fact]
    public void Do_two_tiles_on_one_multiprocessor_share_its_arithmetic()
    {
        // The second finds the panel on its way and is there in time: it computes from 6710 to 11710, 5000 after the first.
        KernelRun run = KernelSimulation.Run(PlainTiles.Of(1, 2, [Loading, Loading], Output));
        Assert.Equal(7210 + 5000, run.End);
        Assert.Equal(10000, Assert.Single(run.Busy));
        Assert.Equal(1000 + 200 + 200, run.MemoryBytes);
        Assert.Equal(1000, run.Hits);
    }

    [Fact]
    public void Does_a_last_wave_of_one_tile_cost_what_arithmetic_says()
    {
        // Two multiprocessors; the second starts 10 later. Start 1020, bytes asked and answered 1220, arithmetic 6220, output
        // asked and answered 6420, end 6430. A third tile starts on the first one, 10 earlier, and takes 10 to be handed out:
        // 6430 + 200 + 5000 + 200 + 10.
        Assert.Equal(6430, KernelSimulation.Run(PlainTiles.Computing(2, 1, 5000, 5000)).End);
        Assert.Equal(11840, KernelSimulation.Run(PlainTiles.Computing(2, 1, 5000, 5000, 5000)).End);
    }

    [Fact]
    public void Does_one_long_tile_hold_up_a_kernel_of_the_same_work()
    {
        // Four multiprocessors, 4000 of arithmetic in all. Even tiles: the last starts at 1040 and ends 1410 later. Uneven: the
        // long one, the first, starts at 1010 and takes 3700 + 410.
        Assert.Equal(2450, KernelSimulation.Run(PlainTiles.Computing(4, 1, 1000, 1000, 1000, 1000)).End);
        Assert.Equal(5120, KernelSimulation.Run(PlainTiles.Computing(4, 1, 3700, 100, 100, 100)).End);
    }
}

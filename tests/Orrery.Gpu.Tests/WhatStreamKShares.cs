using FsCheck.Fluent;
using Orrery.Gpu.Kernels.Gemm;
using Orrery.Gpu.Programs;
using Orrery.Gpu.Results;
using Orrery.Workloads.Formats;
using static Orrery.Gpu.Tests.TestMachines;

namespace Orrery.Gpu.Tests;

/// <summary>Products whose blocks have equally many stages.</summary>
public sealed class WhatStreamKShares
{
    private static readonly GemmTile Tile = new(128, 128, 32, 64, 64, 4);

    private static readonly MmaShape Mma = MmaShape.Of("ampere", "fp16");

    private static GemmProblem Problem(int m, int n, int k) => GemmProblem.Of(m, n, k, NumberFormat.Fp16);

    private static KernelResult Streamed(int m, int n, int k, int blocks) =>
        GpuSimulation.Create(WithSms(4), StreamKGemm.Create(Problem(m, n, k), Tile, Mma, blocks, 1L << 28)).Run();

    [Fact]
    public void Every_stage_of_every_tile_is_summed_up_once_and_blocks_differ_by_a_stage_at_most() =>
        FsCheck.Check.One(FsCheck.Config.QuickThrowOnFailure.WithQuietOnSuccess(true), Prop.ForAll(
            Gen.Choose(1, 40).SelectMany(tiles => Gen.Choose(1, 20).SelectMany(stages => Gen.Choose(1, 12).Select(blocks => (tiles, stages, blocks)))).ToArbitrary(),
            Check));

    private static bool Check((int Tiles, int Stages, int Blocks) sizes)
    {
        var shares = new StreamShares(sizes.Tiles, sizes.Stages, sizes.Blocks);
        int[] done = new int[sizes.Tiles * sizes.Stages];
        var counts = new List<int>();
        for (int block = 0; block < sizes.Blocks; block++)
        {
            StreamShare[] own = [.. shares.Of(block)];
            counts.Add(own.Sum(share => share.Stages));
            foreach (StreamShare share in own)
            {
                for (int stage = 0; stage < share.Stages; stage++) done[share.Tile * sizes.Stages + share.First + stage]++;
                // Who begins a tile knows exactly those that have a later part of it.
                int[] others = [.. Enumerable.Range(0, sizes.Blocks).Where(other => other != block && shares.Of(other).Any(part => part.Tile == share.Tile))];
                if (share.BeginsTile && !shares.HelpersOf(block, share).SequenceEqual(others)) return false;
            }
        }
        return done.All(times => times == 1) && counts.Max() - counts.Min() <= 1;
    }

    [Fact]
    public void Sums_of_shared_tiles_go_through_memory_once()
    {
        // 6 tiles of 16 stages on 4 blocks: 24 stages each, in tiles 0 and 1, 1 and 2, 3 and 4, 4 and 5. Blocks 1 and 3 end tiles that others began.
        KernelResult result = Streamed(256, 384, 512, 4);
        const long tile = 128 * 128 * 4;
        Assert.Equal(256L * 384 * 512 / 2048, result.Issued(Operation.Tensor));
        Assert.Equal(256L * 384 * 2 + 2 * tile, result.L2BytesStored);
        // 6 tiles fetch (128 + 128) rows of 1 KiB, and what was left is fetched.
        Assert.Equal(6L * 256 * 1024 + 2 * tile, result.L2BytesSent);
    }

    [Fact]
    public void A_grid_that_comes_out_even_shares_nothing()
    {
        KernelResult result = Streamed(256, 256, 512, 4);
        Assert.Equal(256L * 256 * 2, result.L2BytesStored);
    }

    [Fact]
    public void A_wave_that_does_not_come_out_even_takes_as_long_as_its_stages()
    {
        // Two blocks share a multiprocessor. 6 whole tiles of 64 stages: two of four multiprocessors work through two tiles, 128 stages;
        // shared out, each works through 96.
        long whole = GpuSimulation.Create(WithSms(4), AmpereGemm.Create(Problem(256, 384, 2048), Tile, Mma)).Run().Cycles;
        Assert.InRange((double)Streamed(256, 384, 2048, 8).Cycles / whole, 0.75, 0.9);
    }

    [Fact]
    public void Batches_are_refused() =>
        Assert.Throws<ArgumentException>(() => StreamKGemm.Create(Problem(256, 256, 64) with { Batch = 2 }, Tile, Mma, 4, 0));
}

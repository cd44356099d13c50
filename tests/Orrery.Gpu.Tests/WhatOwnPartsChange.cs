using FsCheck;
using FsCheck.Fluent;
using Orrery.Gpu.Kernels;
using Orrery.Gpu.Machines;
using Orrery.Gpu.Memory;
using Orrery.Gpu.Memory.Dram;
using Orrery.Gpu.Memory.Parts;
using static Orrery.Gpu.Tests.TestMachines;

namespace Orrery.Gpu.Tests;

/// <summary>Parts of the memory system in the place of the usual ones.</summary>
public sealed class WhatOwnPartsChange
{
    // tRCD 10, CL 12, tRP 8, tRAS 25, turnaround 4, tREFI 5000, tRFC 100, controller 50; two cycles a sector.
    private static readonly DramCycles Cycles = new(4, 10, 12, 8, 25, 4, 5000, 100, 50, 512);

    // A set of four ways: lines 0 to 3 come, line 0 is used again, line 4 comes. Places without a line are filled first.
    [Theory]
    [InlineData("lru", 1)] // 1 was not used for longest
    [InlineData("fifo", 0)] // 0 came first
    [InlineData("lip", 3)] // 3 was the last to come, and newcomers stand last until they are used again
    public void The_line_that_makes_room(string name, int gone)
    {
        IReplacementPolicy policy = name switch { "lru" => new LeastRecentlyUsed(), "fifo" => new FirstInFirstOut(), _ => new LruInsertion() };
        var cache = new L2Cache(1, 4, 4, policy);
        foreach (uint row in (uint[])[0, 1, 2, 3, 0, 4]) _ = Find(cache, row);
        Assert.Equal(gone, Enumerable.Range(0, 4).Single(row => !Has(cache, (uint)row)));
    }

    [Fact]
    public void An_order_keeps_all_its_ways() => Check.One(Config.QuickThrowOnFailure.WithQuietOnSuccess(true), Prop.ForAll<byte[]>(moves =>
    {
        ulong order = WayOrder.Ascending;
        foreach (byte move in moves)
        {
            int way = move & 15;
            bool toFront = (move & 16) == 0;
            order = toFront ? WayOrder.ToFront(order, way) : WayOrder.ToBack(order, way, 16);
            if (WayOrder.At(order, toFront ? 0 : 15) != way) return false;
        }
        return Enumerable.Range(0, 16).Select(place => WayOrder.At(order, place)).Distinct().Count() == 16;
    }));

    // Rows 0, 1, 0 of one bank: what is ready first goes before what came first.
    [Theory]
    [InlineData(false, "0 0 1")]
    [InlineData(true, "0 1 0")]
    public void The_order_of_requests(bool inOrder, string rows)
    {
        DramChannel channel = Channel(inOrder ? new FirstCome() : new FirstReady(), Cycles);
        foreach (int row in (int[])[0, 1, 0]) channel.Add(new DramRequest(0, row, 4, 0));
        Assert.Equal(rows, string.Join(' ', Serve(channel).Where(command => command.Name == "RD").Select(command => command.Row)));
    }

    [Theory]
    [InlineData(false, 1)] // the second access finds its row open
    [InlineData(true, 2)]
    public void Rows_that_are_closed_must_be_opened_again(bool closes, int activates)
    {
        DramChannel channel = Channel(new FirstReady(), Cycles with { ClosesRows = closes });
        foreach (int _ in (int[])[0, 1]) channel.Add(new DramRequest(0, 0, 4, 0));
        Assert.Equal(activates, Serve(channel).Count(command => command.Name == "ACT"));
    }

    [Fact]
    public void A_longer_network_delays_what_misses_in_L1()
    {
        GpuMachine far = A100 with { Parts = new MemoryParts { Network = new Longer(25) } };

        // There and back.
        Assert.Equal(2 * 25, Chase(far) - Chase(A100));

        static long Chase(GpuMachine machine) => GpuSimulation.Create(machine, Microbenchmarks.PointerChase(1, 640, 1L << 40)).Run().Cycles;
    }

    private static DramChannel Channel(IMemoryScheduler scheduler, DramCycles cycles) => new(cycles, scheduler, [new MemoryTally()]) { Log = [] };

    private static List<DramCommand> Serve(DramChannel channel)
    {
        for (long time = 0; channel.HasWork;) channel.Serve(time, out _, out _, out time);
        return channel.Log!;
    }

    private static int Find(L2Cache cache, uint row) => cache.Place(cache.HomeOf(0, row), out _, out _);

    // A line that is there keeps what was noted of it; one that is brought in has nothing.
    private static bool Has(L2Cache cache, uint row)
    {
        LineHome home = cache.HomeOf(0, row);
        return Enumerable.Range(0, 4).Any(way => cache[home.Set * WayOrder.MostWays + way].Tag == home.Tag);
    }

    private sealed class Longer(int cycles) : INetwork
    {
        private readonly Crossbar _usual = new();

        public int Cycles(GpuMachine machine, int sm, int partition) => _usual.Cycles(machine, sm, partition) + cycles;
    }
}

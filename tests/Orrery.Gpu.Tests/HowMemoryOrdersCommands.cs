using Orrery.Gpu.Memory;
using Orrery.Gpu.Memory.Dram;
using Orrery.Gpu.Memory.Parts;

namespace Orrery.Gpu.Tests;

/// <summary>Commands of a memory channel for a list of requests, by hand.</summary>
public sealed class HowMemoryOrdersCommands
{
    // tRCD 10, CL 12, tRP 8, tRAS 25, turnaround 4, tREFI 5000, tRFC 100, controller 50; two cycles a sector.
    private static readonly DramCycles Cycles = new(4, 10, 12, 8, 25, 4, 5000, 100, 50, 512);

    [Fact]
    public void Row_hits_go_before_older_misses()
    {
        var channel = new DramChannel(Cycles, new FirstReady(), [new MemoryTally()]) { Log = [] };
        channel.Add(new DramRequest(0, 1, 4, 0));
        channel.Add(new DramRequest(0, 2, 4, 1));
        channel.Add(new DramRequest(0, 1, 4, 2));
        channel.Serve(0, out int first, out long done, out long next);
        // ACT 0, RD 10, data 22 to 30, and the controller's 50. Decide again 8 + 10 + 12 before the bus is free: at 1, later than now.
        Assert.Equal((0, 80, 1), (first, done, next));
        channel.Serve(1, out int second, out done, out _);
        // RD may go at 10, but the bus is taken until 30: data 30 to 38.
        Assert.Equal((2, 88), (second, done));
        channel.Serve(8, out int third, out done, out _);
        // PRE when the last read has gone (38 - 12 = 26, after tRAS 25), ACT 34, RD 44, data 56 to 64.
        Assert.Equal((1, 114), (third, done));
        Assert.Equal(
            [new(0, "ACT", 0, 1), new(10, "RD", 0, 1), new(10, "RD", 0, 1), new(26, "PRE", 0, 1), new(34, "ACT", 0, 2), new(44, "RD", 0, 2)],
            channel.Log!);
    }

    [Fact]
    public void A_refresh_closes_all_rows()
    {
        var channel = new DramChannel(Cycles, new FirstReady(), [new MemoryTally()]) { Log = [] };
        channel.Add(new DramRequest(0, 1, 4, 0));
        channel.Serve(0, out _, out _, out _);
        channel.Add(new DramRequest(0, 1, 4, 1));
        channel.Serve(5010, out _, out long done, out _);
        // REF at 5000 for 100 cycles, ACT 5100, RD 5110, data 5122 to 5130.
        Assert.Equal(5180, done);
        Assert.Equal(["ACT", "RD", "REF", "ACT", "RD"], channel.Log!.Select(command => command.Name));
    }

    [Fact]
    public void Writes_wait_for_reads_and_turn_the_bus_once()
    {
        var channel = new DramChannel(Cycles, new FirstReady(), [new MemoryTally()]) { Log = [] };
        channel.Add(new DramRequest(1, 0, 4, -1));
        channel.Add(new DramRequest(0, 0, 4, 7));
        channel.Serve(0, out int fill, out _, out _);
        Assert.Equal(7, fill);
        channel.Serve(1, out fill, out long done, out _);
        // The bus is free at 30, turns for 4: 34 to 42.
        Assert.Equal((-1, 92), (fill, done));
    }
}

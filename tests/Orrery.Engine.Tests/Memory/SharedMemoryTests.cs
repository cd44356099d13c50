namespace Orrery.Engine.Tests.Memory;

/// <summary>Does shared memory hold what was written, refuse what lies outside, and catch who touches what it does not hold?</summary>
public sealed class SharedMemoryTests
{
    [Fact]
    public void HoldsWhatWasWritten()
    {
        var sim = new Simulation();
        var memory = new SharedMemory(sim, "dram", 10_000, blockBits: 12);
        MemoryRegion bytes = memory.Allocate(100), numbers = memory.Allocate(4000, alignment: 8);
        Assert.Equal((0L, 4096L), (bytes.Offset, numbers.Offset));
        var writer = new Actor(sim, "writer", outs: 1) { OnStart = actor => actor.Next() };
        var reader = new Actor(sim, "reader", ins: 1);
        sim.Connect(writer.Out, reader.In);
        writer.OnRun = actor =>
        {
            Span<long> values = memory.Write<long>(actor, numbers);
            for (int i = 0; i < values.Length; i++) values[i] = i * i;
            memory.Write(actor, bytes).Fill(7);
            actor.Out.Send(1);
        };
        reader.OnRun = actor => actor.Note($"{memory.Read<long>(actor, numbers)[400]} {memory.Read(actor, bytes)[99]}");
        sim.Run();
        Assert.Equal([(2, "160000 7")], reader.Log);
        Assert.Equal(7, memory.Image(bytes.Slice(50, 1))[0]);
    }

    [Fact]
    public void WhatLiesOutsideIsNamed()
    {
        var sim = new Simulation();
        var memory = new SharedMemory(sim, "dram", 10_000, blockBits: 12);
        Says("region 0x270f+2 is out of range: memory dram has 10000 bytes", () => memory.Image(new MemoryRegion(9999, 2)));
        Says("region 0x0+-1 is out of range", () => memory.Image(new MemoryRegion(0, -1)));
        Says("is out of range", () => memory.Image(new MemoryRegion(-1, 1)));
        Says("is out of range", () => memory.Image(new MemoryRegion(long.MaxValue, int.MaxValue)));
        Says("region 0xff0+32 of memory dram lies across a multiple of 4096 bytes", () => memory.Image(new MemoryRegion(0xff0, 32)));
        Says("bytes 5 to 14 are not all in a region of 10 bytes", () => new MemoryRegion(0, 10).Slice(5, 10));
        Says("memory dram: size 0 is out of range", () => _ = new SharedMemory(sim, "dram", 0));
        _ = memory.Allocate(4096);
        _ = memory.Allocate(4096);
        Says("is out of range", () => memory.Allocate(4096));
        Assert.Equal(0, memory.Image(new MemoryRegion(10_000, 0)).Length);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void ARaceInOneTickIsCaught(bool aWrites, bool bWrites)
    {
        SkipInRelease();
        string verbs(bool writes) => writes ? "wrote" : "read";
        string expected = $"memory dram: a {verbs(aWrites)} bytes 0x1004 to 0x1007 at tick 5 and b {verbs(bWrites)} them at tick 5, " +
            "but a message takes at least 3 ticks from a to b: the region was not handed over";
        foreach ((string manager, int threads) in Managers.All)
        {
            Assert.Equal(expected, Message(Touch(5, 0x1000, 8, aWrites, 5, 0x1004, 8, bWrites), manager, threads));
        }
    }

    /// <summary>In one window of two threads, though not in one tick: as much a race, and caught by every schedule.</summary>
    [Theory]
    [InlineData(5, 7, "a message takes at least 3 ticks from a to b")]
    [InlineData(7, 5, "no message leads from b to a")]
    [InlineData(90, 5, "no message leads from b to a")]
    public void WhatNoMessageCanHaveOrderedIsCaught(long aTick, long bTick, string why)
    {
        SkipInRelease();
        foreach ((string manager, int threads) in Managers.All)
        {
            Assert.Contains(why, Message(Touch(aTick, 0, 100, true, bTick, 99, 1, false), manager, threads), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(5, 0, 8, true, 8, 0, 8, true)] // as late as the message
    [InlineData(5, 0, 8, true, 5, 8, 8, true)] // the neighbour's bytes
    [InlineData(5, 4090, 6, true, 5, 4096, 6, true)] // the neighbour's page
    [InlineData(5, 0, 8, false, 5, 0, 8, false)] // readers together
    [InlineData(5, 0, 8, true, 5, 4, 0, true)] // nothing at all
    public void WhatIsAllowedIsNotCaught(long aTick, int aAt, int aLength, bool aWrites, long bTick, int bAt, int bLength, bool bWrites)
    {
        foreach ((string manager, int threads) in Managers.All)
        {
            Touch(aTick, aAt, aLength, aWrites, bTick, bAt, bLength, bWrites).Run(Managers.Options(manager, threads));
        }
    }

    /// <summary>Regions of random size go round a circle of components; each adds to its bytes: no false alarm, the same bytes always.</summary>
    [Fact]
    public void PassingRegionsRoundGivesTheSameBytes()
    {
        byte[] expected = [];
        foreach ((string manager, int threads) in Managers.All)
        {
            var sim = new Simulation();
            var memory = new SharedMemory(sim, "dram", 1 << 16);
            MemoryRegion[] regions = [.. Enumerable.Range(0, 30).Select(i => memory.Allocate(1 + i * 331 % 2000, 1))];
            Actor[] members = [.. Enumerable.Range(0, 6).Select(i => new Actor(sim, $"m{i}", ins: 1, outs: 1))];
            for (int i = 0; i < members.Length; i++)
            {
                members[i].OnRun = actor =>
                {
                    while (actor.In.TryTake(out long region))
                    {
                        foreach (ref byte value in memory.Write(actor, regions[region])) value = (byte)(value * 3 + actor.Id + actor.Now + region);
                        if (actor.Now < 100) actor.Out.Send(region);
                    }
                };
                sim.Connect(members[i].Out, members[(i + 1) % 6].In, new LinkOptions { Latency = 1 + i % 3, Bandwidth = new Rate(7) });
            }
            for (int i = 0; i < 6; i++)
            {
                int me = i;
                members[i].OnStart = actor => { for (int r = me; r < regions.Length; r += 6) actor.Out.Send(r); };
            }
            sim.Run(Managers.Options(manager, threads));
            byte[] bytes = memory.Image(new MemoryRegion(0, 1 << 16)).ToArray();
            if (expected.Length == 0) expected = bytes;
            Assert.Equal(expected, bytes);
        }
        Assert.True(expected.Distinct().Count() > 10);
    }

    /// <summary>a and b touch a range each; a message takes three ticks from a to b over c, none leads back.</summary>
    private static Simulation Touch(long aTick, int aAt, int aLength, bool aWrites, long bTick, int bAt, int bLength, bool bWrites)
    {
        var sim = new Simulation();
        var memory = new SharedMemory(sim, "dram", 1 << 16);
        Actor a = new(sim, "a", outs: 2), b = new(sim, "b", ins: 1, boxes: 1), c = new(sim, "c", ins: 1, posts: 1);
        sim.Connect(a.Outs[0], c.In, 2);
        sim.Connect(c.Post, b.Box);
        sim.Connect(a.Outs[1], b.In, 50);
        void At(Actor actor, long tick, MemoryRegion region, bool writes)
        {
            actor.OnStart = actor => actor.At(tick);
            actor.OnRun = actor => _ = writes ? memory.Write(actor, region).Length : memory.Read(actor, region).Length;
        }

        At(a, aTick, new MemoryRegion(aAt, aLength), aWrites);
        At(b, bTick, new MemoryRegion(bAt, bLength), bWrites);
        return sim;
    }

    private static string Message(Simulation sim, string manager, int threads) =>
        Assert.Throws<SimulationException>(() => sim.Run(Managers.Options(manager, threads))).Message;

    private static void SkipInRelease() => Assert.SkipUnless(SharedMemory.ChecksHolds, "the engine was built without DEBUG, which checks holds");

    private static void Says(string words, Action act) => Assert.Contains(words, Assert.Throws<SimulationException>(act).Message, StringComparison.Ordinal);
}

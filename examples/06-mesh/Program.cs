// A small machine: a 12 x 12 mesh of routers with bounded links. Every router sends packets to random others; they go along x,
// then along y, and wait where a link is full. Run on one to four threads, the result is the same to the last bit.
using Orrery.Examples.SmallMesh;

const int Side = 12;
var results = new HashSet<(long, long, ulong)>();
for (int threads = 1; threads <= 4; threads++)
{
    var sim = new Simulation();
    Router[] routers = [.. Enumerable.Range(0, Side * Side).Select(i => new Router(sim, i % Side, i / Side, Side, lastTick: 300))];
    var link = new LinkOptions { Latency = 1, Capacity = 2 };
    for (int i = 0; i < routers.Length; i++)
    {
        if (routers[i].East is { } east) sim.Connect(east, routers[i + 1].FromWest!, link);
        if (routers[i].West is { } west) sim.Connect(west, routers[i - 1].FromEast!, link);
        if (routers[i].North is { } north) sim.Connect(north, routers[i + Side].FromSouth!, link);
        if (routers[i].South is { } south) sim.Connect(south, routers[i - Side].FromNorth!, link);
    }
    var manager = Orrery.Engine.Threads.ThreadManagers.Find(threads == 1 ? "sequential" : "locality");
    RunResult result = sim.Run(new RunOptions { Threads = threads, Manager = manager });
    long delivered = routers.Sum(router => router.Delivered), latency = routers.Sum(router => router.TotalLatency);
    ulong checksum = routers.Aggregate(0UL, (sum, router) => sum * 31 + router.Checksum);
    results.Add((result.Tick, delivered, checksum));
    Console.WriteLine($"{threads} threads: {delivered} packets by tick {result.Tick}, {latency / (double)delivered:0.00} ticks each, checksum {checksum:x16}");
    if (result.End != RunEnd.Idle || delivered != routers.Sum(router => router.Injected)) return 1;
}
Console.WriteLine(results.Count == 1 ? "All agree." : "They do not agree!");
return results.Count == 1 ? 0 : 1;

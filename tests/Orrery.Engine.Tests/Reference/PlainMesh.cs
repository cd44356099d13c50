using Orrery.Benchmarks;
using static Orrery.Engine.Tests.Reference.Mixer;

namespace Orrery.Engine.Tests.Reference;

/// <summary>The mesh model step by step as its specification has it: every router in every tick.</summary>
internal sealed class PlainMesh
{
    private sealed record Flit(int Source, int Destination, long Born);

    private sealed class Router
    {
        public readonly Queue<Flit>[] Fifo = [new(), new(), new(), new(), new()];
        public readonly int[] Credit = new int[5];
        public readonly int[] RoundRobin = new int[5];
        public readonly Flit?[] Arriving = new Flit?[5];
        public readonly bool[] CreditArriving = new bool[5];
        public ulong Sum;
    }

    private readonly int _columns;
    private readonly int _rows;
    private readonly Router[] _routers;

    private PlainMesh(int columns, int rows, int depth)
    {
        (_columns, _rows) = (columns, rows);
        _routers = [.. Enumerable.Range(0, columns * rows).Select(_ => new Router())];
        foreach (Router router in _routers) Array.Fill(router.Credit, depth);
    }

    public static BenchmarkResult Run(int columns, int rows, ulong rate, int depth, long endTick)
    {
        var mesh = new PlainMesh(columns, rows, depth);
        long events = 0, last = 0;
        for (long t = 1; t <= endTick; t++)
        {
            var sends = new List<Action>();
            for (int id = 0; id < mesh._routers.Length; id++)
            {
                long hops = mesh.Tick(id, t, rate, endTick, sends);
                events += hops;
                if (hops > 0) last = t;
            }
            // What was sent in this tick is seen in the next one only.
            foreach (Action send in sends) send();
        }
        ulong checksum = 0;
        for (int id = 0; id < mesh._routers.Length; id++) checksum += Mix(mesh._routers[id].Sum + (ulong)id);
        return new BenchmarkResult(last, events, checksum);
    }

    private long Tick(int id, long t, ulong rate, long endTick, List<Action> sends)
    {
        Router router = _routers[id];
        int nodes = _columns * _rows;
        for (int port = 1; port <= 4; port++)
        {
            if (router.Arriving[port] is { } arrived) router.Fifo[port].Enqueue(arrived);
            if (router.CreditArriving[port]) router.Credit[port]++;
            (router.Arriving[port], router.CreditArriving[port]) = (null, false);
        }
        ulong h = Mix((ulong)id * Golden + (ulong)t);
        if (h % 1000 < rate && t <= endTick / 2) router.Fifo[0].Enqueue(new Flit(id, (int)((h >> 32) % (ulong)nodes), t));

        int[] wants = [.. router.Fifo.Select(fifo => fifo.Count == 0 ? -1 : Route(id, fifo.Peek().Destination))];
        var granted = new List<(int Input, int Output)>();
        for (int output = 0; output <= 4; output++)
        {
            if (output != 0 && router.Credit[output] == 0) continue;
            for (int k = 0; k < 5; k++)
            {
                int input = (router.RoundRobin[output] + k) % 5;
                if (wants[input] != output) continue;
                granted.Add((input, output));
                router.RoundRobin[output] = (input + 1) % 5;
                break;
            }
        }
        foreach ((int input, int output) in granted)
        {
            Flit flit = router.Fifo[input].Dequeue();
            if (output == 0)
            {
                router.Sum += Mix((ulong)((long)flit.Source * nodes + flit.Destination)) * (ulong)(t - flit.Born + 1);
            }
            else
            {
                router.Credit[output]--;
                sends.Add(() => _routers[Neighbour(id, output)].Arriving[Opposite(output)] = flit);
            }
            if (input != 0) sends.Add(() => _routers[Neighbour(id, input)].CreditArriving[Opposite(input)] = true);
        }
        return granted.Count;
    }

    private int Route(int id, int destination)
    {
        (int y, int x) = Math.DivRem(id, _columns);
        (int dy, int dx) = Math.DivRem(destination, _columns);
        return dx > x ? 1 : dx < x ? 2 : dy > y ? 3 : dy < y ? 4 : 0;
    }

    private int Neighbour(int id, int port) => port switch { 1 => id + 1, 2 => id - 1, 3 => id + _columns, _ => id - _columns };

    private static int Opposite(int port) => port switch { 1 => 2, 2 => 1, 3 => 4, _ => 3 };
}

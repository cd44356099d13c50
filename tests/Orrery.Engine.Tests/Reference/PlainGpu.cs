using Orrery.Benchmarks;
using static Orrery.Engine.Tests.Reference.Mixer;

namespace Orrery.Engine.Tests.Reference;

/// <summary>The gpu model as plainly as it can be said: every core and slice in every tick, sorted sets of what is due.</summary>
internal sealed class PlainGpu
{
    private readonly record struct Request(int Core, int Warp, ulong Draw);

    private readonly int _warps;
    private readonly int _requests;
    private readonly int[,] _done;
    private readonly SortedDictionary<long, SortedSet<(int Core, int Warp)>> _ready = [];
    private readonly SortedDictionary<long, List<Request>> _arrivals = [];
    private readonly SortedDictionary<long, List<Request>> _answers = [];

    private PlainGpu(int cores, int warps, int requests)
    {
        (_warps, _requests) = (warps, requests);
        _done = new int[cores, warps];
    }

    public static BenchmarkResult Run(int cores, int warps, int slices, int requests)
    {
        var gpu = new PlainGpu(cores, warps, requests);
        for (int core = 0; core < cores; core++)
        {
            for (int warp = 0; warp < warps; warp++) gpu.Compute(core, warp, 0);
        }
        ulong[] sum = new ulong[cores];
        var waitingWarps = new SortedSet<(int Core, int Warp)>();
        var fifo = new Queue<Request>[slices];
        for (int slice = 0; slice < slices; slice++) fifo[slice] = new Queue<Request>();
        long events = 0, last = 0, open = (long)cores * warps * requests;
        for (long t = 1; open > 0; t++)
        {
            foreach (Request answer in Due(gpu._answers, t))
            {
                events++;
                open--;
                last = t;
                sum[answer.Core] += answer.Draw * (ulong)t;
                if (++gpu._done[answer.Core, answer.Warp] < requests) gpu.Compute(answer.Core, answer.Warp, t);
            }
            if (gpu._ready.Remove(t, out SortedSet<(int, int)>? ready)) waitingWarps.UnionWith(ready);
            // The set is ordered by core, then warp: the first of each core is issued.
            foreach ((int core, int warp) in waitingWarps.GroupBy(waiting => waiting.Core).Select(group => group.First()).ToArray())
            {
                waitingWarps.Remove((core, warp));
                events++;
                Add(gpu._arrivals, t + 20, new Request(core, warp, gpu.Draw(core, warp)));
            }
            foreach (Request request in Due(gpu._arrivals, t).OrderBy(request => request.Core).ThenBy(request => request.Warp))
            {
                fifo[(int)((request.Draw >> 16) % (ulong)slices)].Enqueue(request);
            }
            foreach (Queue<Request> slice in fifo)
            {
                if (!slice.TryDequeue(out Request served)) continue;
                events++;
                Add(gpu._answers, t + ((served.Draw >> 32) % 100 < 60 ? 30 : 230), served);
            }
        }
        ulong checksum = 0;
        for (int core = 0; core < cores; core++) checksum += Mix(sum[core] + (ulong)core);
        return new BenchmarkResult(last, events, checksum);
    }

    private ulong Draw(int core, int warp) => Mix((ulong)(((long)core * _warps + warp) * _requests + _done[core, warp]) + 1);

    private void Compute(int core, int warp, long now)
    {
        if (_requests == 0) return;
        long tick = now + 1 + (long)(Draw(core, warp) % 200);
        if (!_ready.TryGetValue(tick, out SortedSet<(int, int)>? set)) _ready.Add(tick, set = []);
        set.Add((core, warp));
    }

    private static void Add(SortedDictionary<long, List<Request>> agenda, long tick, Request request)
    {
        if (!agenda.TryGetValue(tick, out List<Request>? list)) agenda.Add(tick, list = []);
        list.Add(request);
    }

    private static List<Request> Due(SortedDictionary<long, List<Request>> agenda, long tick) =>
        agenda.Remove(tick, out List<Request>? list) ? list : [];
}

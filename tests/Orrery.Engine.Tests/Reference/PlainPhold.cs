using Orrery.Benchmarks;
using static Orrery.Engine.Tests.Reference.Mixer;

namespace Orrery.Engine.Tests.Reference;

/// <summary>The phold model as plainly as it can be said: tokens in a sorted dictionary of ticks.</summary>
internal static class PlainPhold
{
    public static BenchmarkResult Run(int components, int tokensEach, ulong delayRange, int work, long endTick)
    {
        var agenda = new SortedDictionary<long, List<(int At, ulong Token)>>();
        void Schedule(long tick, int at, ulong token)
        {
            if (tick > endTick) return;
            if (!agenda.TryGetValue(tick, out List<(int, ulong)>? list)) agenda.Add(tick, list = []);
            list.Add((at, token));
        }

        for (int i = 0; i < components; i++)
        {
            for (int j = 0; j < tokensEach; j++)
            {
                ulong token = Mix((ulong)(i * tokensEach + j + 1));
                Schedule(1 + (long)((token >> 40) % delayRange), i, token);
            }
        }

        ulong[] sum = new ulong[components];
        long events = 0, last = 0;
        while (agenda.Count > 0)
        {
            (long tick, List<(int At, ulong Token)> due) = agenda.First();
            agenda.Remove(tick);
            last = tick;
            foreach ((int at, ulong token) in due)
            {
                ulong s = token;
                for (int i = 0; i < work; i++) s = Mix(s + Golden);
                s = Mix(s + Golden);
                events++;
                sum[at] += s;
                Schedule(tick + 1 + (long)((s >> 40) % delayRange), (int)(s % (ulong)components), s);
            }
        }

        ulong checksum = 0;
        for (int i = 0; i < components; i++) checksum += Mix(sum[i] + (ulong)i);
        return new BenchmarkResult(last, events, checksum);
    }
}

using Orrery.Engine;

namespace Orrery.Benchmarks.Mesh;

/// <summary>A mesh of routers with credits: many small components that talk to their neighbours every tick.</summary>
public sealed class MeshModel : IBenchmarkModel
{
    private readonly Router[] _routers;

    public MeshModel(MeshParameters parameters)
    {
        int columns = parameters.Columns;
        _routers = [.. Enumerable.Range(0, columns * parameters.Rows).Select(i => new Router(Simulation, i % columns, i / columns, parameters))];
        var link = new LinkOptions { Latency = 1, Capacity = parameters.Depth };
        int[] step = [0, 1, -1, columns, -columns], opposite = [0, 2, 1, 4, 3];
        for (int i = 0; i < _routers.Length; i++)
        {
            for (int port = 1; port < step.Length; port++)
            {
                if (_routers[i].Out[port] is { } from) Simulation.Connect(from, _routers[i + step[port]].In[opposite[port]]!, link);
            }
        }
    }

    public Simulation Simulation { get; } = new();

    public BenchmarkResult Result()
    {
        ulong checksum = 0;
        foreach (Router router in _routers) checksum += SplitMix.Mix(router.Sum + (ulong)router.Id);
        return new BenchmarkResult(_routers.Max(router => router.Last), _routers.Sum(router => router.Hops), checksum);
    }
}

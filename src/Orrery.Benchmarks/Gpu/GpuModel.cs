using Orrery.Engine;

namespace Orrery.Benchmarks.Gpu;

/// <summary>Cores and memory slices far apart: long latencies, and ticks in which nobody has anything to do.</summary>
public sealed class GpuModel : IBenchmarkModel
{
    private readonly Core[] _cores;
    private readonly Slice[] _slices;

    public GpuModel(GpuParameters parameters)
    {
        _cores = [.. Enumerable.Range(0, parameters.Cores).Select(i => new Core(Simulation, i, parameters))];
        _slices = [.. Enumerable.Range(0, parameters.Slices).Select(i => new Slice(Simulation, i))];
        Inbox<MemoryRequest>[] toSlices = [.. _slices.Select(slice => slice.FromCores)];
        Inbox<MemoryRequest>[] toCores = [.. _cores.Select(core => core.FromMemory)];
        foreach (Core core in _cores) Simulation.Connect(core.ToMemory, toSlices, GpuParameters.ToSlice);
        foreach (Slice slice in _slices) Simulation.Connect(slice.ToCores, toCores, GpuParameters.HitReply);
    }

    public Simulation Simulation { get; } = new();

    public BenchmarkResult Result()
    {
        ulong checksum = 0;
        for (int i = 0; i < _cores.Length; i++) checksum += SplitMix.Mix(_cores[i].Sum + (ulong)i);
        long events = _cores.Sum(core => core.Events) + _slices.Sum(slice => slice.Served);
        return new BenchmarkResult(_cores.Max(core => core.Last), events, checksum);
    }
}

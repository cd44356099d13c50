using Orrery.CostModels;
using Orrery.Hardware;
using Orrery.Hardware.Fabrics;
using Orrery.Training.Clusters;
using Orrery.Training.Traces;
using Orrery.Training.Traces.Replaying;
using Orrery.Training.Traces.Schema;
using Orrery.Training.Traces.Writing;
using Orrery.Workloads.Operators;

namespace Orrery.Training.Tests.Traces;

/// <summary>A folder of traces for one test.</summary>
internal sealed class TraceFolder : IDisposable
{
    public TraceFolder() => Directory.CreateDirectory(Path);

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "orrery-traces-" + Guid.NewGuid().ToString("N"));

    public string File(int rank) => System.IO.Path.Combine(Path, TraceFile.NameOf("trace", rank));

    public TraceFolder Add(int rank, params IEnumerable<Node> nodes)
    {
        using TraceFile file = new(File(rank));
        foreach (Node node in nodes)
        {
            file.Write(node);
        }

        return this;
    }

    public TraceFolder Groups(string json)
    {
        System.IO.File.WriteAllText(System.IO.Path.Combine(Path, "comm_group.json"), json);
        return this;
    }

    public ReplayResult Replay(int gpus, ReplayOptions? options = null)
    {
        var loaded = TraceReplay.Run(Path, ClusterOf(gpus), options ?? Recorded, new SecondPerGigabyte());
        Assert.True(loaded.Ok, string.Join('\n', loaded.Diagnostics));
        return loaded.Value!;
    }

    public string[] Mistakes(int gpus) =>
        [.. TraceReplay.Run(Path, ClusterOf(gpus), Recorded, new SecondPerGigabyte()).Diagnostics
            .Select(mistake => mistake.ToString().Replace(Path + "/", "", StringComparison.Ordinal))];

    public static ReplayOptions Recorded { get; } = new() { RecordedCommunication = true };

    public static Cluster ClusterOf(int gpus) => Cluster.Of(GpuCatalogue.Find("h100-sxm5-80gb")!, gpus > 8 ? gpus / 8 : 1, Math.Min(gpus, 8));

    public void Dispose() => Directory.Delete(Path, recursive: true);

    /// <summary>Collectives and messages take a second for each gigabyte of their buffer.</summary>
    public sealed class SecondPerGigabyte : IOperatorCost, ICollectiveCost
    {
        public string Fidelity => "test";

        public IReadOnlyList<string> NotModelled => [];

        public OperatorCost Cost(Operator work, Gpu gpu) => default;

        public OperatorCost Cost(Collective work, Gpu gpu, Fabric fabric) => new(work.BufferBytes / 1e9, Bound.Network, default);
    }
}

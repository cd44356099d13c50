using Orrery.Engine;

namespace Orrery.Benchmarks.Phold;

/// <summary>Components that send tokens to random others: nothing but the engine's own cost.</summary>
public sealed class PholdModel : IBenchmarkModel
{
    private readonly PholdNode[] _nodes;

    public PholdModel(PholdParameters parameters)
    {
        _nodes = [.. Enumerable.Range(0, parameters.Components).Select(i => new PholdNode(Simulation, $"node{i}", parameters))];
        Inbox<ulong>[] inboxes = [.. _nodes.Select(node => node.Tokens)];
        foreach (PholdNode node in _nodes) Simulation.Connect(node.Others, inboxes);
    }

    public Simulation Simulation { get; } = new();

    public BenchmarkResult Result()
    {
        ulong checksum = 0;
        foreach (PholdNode node in _nodes) checksum += SplitMix.Mix(node.Sum + (ulong)node.Id);
        return new BenchmarkResult(_nodes.Max(node => node.Last), _nodes.Sum(node => node.Count), checksum);
    }
}

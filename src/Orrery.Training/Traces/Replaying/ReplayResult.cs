using Orrery.Training.Clusters;
using Orrery.Training.Timelines;

namespace Orrery.Training.Traces.Replaying;

/// <summary>The replay of the traces of all ranks on a cluster.</summary>
public sealed class ReplayResult
{
    public required Cluster Cluster { get; init; }

    /// <summary>Ticks until the last node of the last rank is done.</summary>
    public required long StepTicks { get; init; }

    /// <summary>The same in seconds.</summary>
    public double StepSeconds => Ticks.Seconds(StepTicks);

    /// <summary>Where the time of each rank goes.</summary>
    public required IReadOnlyList<RankTime> Ranks { get; init; }

    /// <summary>Messages between ranks.</summary>
    public required IReadOnlyList<ReplayedMessage> Messages { get; init; }

    /// <summary>Collectives, each counted once.</summary>
    public required int Collectives { get; init; }

    /// <summary>Nodes of all ranks.</summary>
    public long Nodes => Ranks.Sum(rank => (long)rank.Nodes);

    /// <summary>What the ranks did that were to be recorded, node by node in the order in which they began.</summary>
    public required IReadOnlyDictionary<int, IReadOnlyList<ReplaySpan>> Spans { get; init; }

    /// <summary>The trace files, in the order of ranks.</summary>
    public required IReadOnlyList<string> Files { get; init; }
}

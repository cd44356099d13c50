using Orrery.Training.Results;

namespace Orrery.Training.Timelines;

/// <summary>The timeline that a set of devices shares: those of one stage, in the data-parallel replicas that run alike.</summary>
public sealed class DeviceTimeline
{
    /// <summary>The pipeline stage.</summary>
    public required int Stage { get; init; }

    /// <summary>Data-parallel ranks that run so.</summary>
    public required IReadOnlyList<int> Replicas { get; init; }

    /// <summary>GPUs that run so.</summary>
    public required int Devices { get; init; }

    /// <summary>What the devices do, in order. Hidden reductions lie beside tasks; all others follow each other.</summary>
    public required IReadOnlyList<Activity> Activities { get; init; }

    /// <summary>Messages that it sends to other stages.</summary>
    public required IReadOnlyList<Message> Sent { get; init; }

    /// <summary>Messages that it receives from other stages.</summary>
    public required IReadOnlyList<Message> Received { get; init; }

    /// <summary>Where its ticks go; their sum is the step.</summary>
    public required TimeShares Shares { get; init; }
}

using Orrery.Workloads.Operators;

namespace Orrery.Experiments.Questions.Collectives;

/// <summary>Every rank gets the buffer of one; bytes of that buffer.</summary>
public sealed record BroadcastQuestion : CollectiveQuestion
{
    public override string Name => "broadcast";

    public override string Help => "Every rank gets the buffer of one; bytes of that buffer.";

    protected override CollectiveOperation Operation => CollectiveOperation.Broadcast;
}

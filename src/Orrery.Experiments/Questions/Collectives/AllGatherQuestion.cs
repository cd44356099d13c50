using Orrery.Workloads.Operators;

namespace Orrery.Experiments.Questions.Collectives;

/// <summary>Every rank gets all ranks' parts; bytes of the whole gathered buffer.</summary>
public sealed record AllGatherQuestion : CollectiveQuestion
{
    public override string Name => "all-gather";

    public override string Help => "Every rank gets all ranks' parts; bytes of the whole gathered buffer.";

    protected override CollectiveOperation Operation => CollectiveOperation.AllGather;
}

using Orrery.Workloads.Operators;

namespace Orrery.Experiments.Questions.Collectives;

/// <summary>Every rank gets the sum of all ranks' buffers; bytes of one rank's buffer.</summary>
public sealed record AllReduceQuestion : CollectiveQuestion
{
    public override string Name => "all-reduce";

    public override string Help => "Every rank gets the sum of all ranks' buffers; bytes of one rank's buffer.";

    protected override CollectiveOperation Operation => CollectiveOperation.AllReduce;
}

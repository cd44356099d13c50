using Orrery.Workloads.Operators;

namespace Orrery.Experiments.Questions.Collectives;

/// <summary>One rank gets the sum of all ranks' buffers; bytes of one rank's buffer.</summary>
public sealed record ReduceQuestion : CollectiveQuestion
{
    public override string Name => "reduce";

    public override string Help => "One rank gets the sum of all ranks' buffers; bytes of one rank's buffer.";

    protected override CollectiveOperation Operation => CollectiveOperation.Reduce;
}

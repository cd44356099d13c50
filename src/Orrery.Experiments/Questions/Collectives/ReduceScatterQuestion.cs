using Orrery.Workloads.Operators;

namespace Orrery.Experiments.Questions.Collectives;

/// <summary>Every rank gets its part of the sum of all buffers; bytes of the whole buffer before.</summary>
public sealed record ReduceScatterQuestion : CollectiveQuestion
{
    public override string Name => "reduce-scatter";

    public override string Help => "Every rank gets its part of the sum of all buffers; bytes of the whole buffer before.";

    protected override CollectiveOperation Operation => CollectiveOperation.ReduceScatter;
}

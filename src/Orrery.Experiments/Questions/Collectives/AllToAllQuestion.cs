using Orrery.Workloads.Operators;

namespace Orrery.Experiments.Questions.Collectives;

/// <summary>Every rank sends a part of its own to every rank; bytes of one rank's send buffer.</summary>
public sealed record AllToAllQuestion : CollectiveQuestion
{
    public override string Name => "all-to-all";

    public override string Help => "Every rank sends a part of its own to every rank; bytes of one rank's send buffer.";

    protected override CollectiveOperation Operation => CollectiveOperation.AllToAll;
}

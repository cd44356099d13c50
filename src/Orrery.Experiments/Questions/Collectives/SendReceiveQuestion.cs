using Orrery.Workloads.Operators;

namespace Orrery.Experiments.Questions.Collectives;

/// <summary>Every rank sends to the next and receives from the one before; bytes of one message.</summary>
public sealed record SendReceiveQuestion : CollectiveQuestion
{
    public override string Name => "send-receive";

    public override string Help => "Every rank sends to the next and receives from the one before; bytes of one message.";

    protected override CollectiveOperation Operation => CollectiveOperation.SendReceive;
}

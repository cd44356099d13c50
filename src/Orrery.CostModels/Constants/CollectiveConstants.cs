using Orrery.Configuration.Binding;

namespace Orrery.CostModels.Constants;

/// <summary>Collectives between GPUs.</summary>
public sealed record CollectiveConstants
{
    [Parameter("Part of a link's peak that payload reaches", Min = 0.1, Max = 1), Fitted]
    public double LinkEfficiency { get; init; } = 0.8;
}

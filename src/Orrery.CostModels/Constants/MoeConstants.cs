using Orrery.Configuration.Binding;

namespace Orrery.CostModels.Constants;

/// <summary>Mixture of experts: sorting tokens and multiplying them group by group.</summary>
public sealed record MoeConstants
{
    [Parameter("Part of the rate of a plain multiplication that a grouped one reaches", Min = 0.1, Max = 1.2), Fitted]
    public double GroupedEfficiency { get; init; } = 0.9;
}

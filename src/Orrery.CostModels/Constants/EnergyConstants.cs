using Orrery.Configuration.Binding;

namespace Orrery.CostModels.Constants;

/// <summary>Energy of operations and of moving bytes.</summary>
public sealed record EnergyConstants
{
    /// <summary>
    /// Calibrated on an A100 (7 nm, 1.4 pJ); proportionality to the feature size is an assumption, held only against FP32 on
    /// V100 and T4 (12 nm).
    /// </summary>
    [Parameter("Joules of the whole board for one 16-bit tensor operation and nanometre of feature size", Min = 0, Max = 1e-11), Fitted]
    public double JoulesPerOperationAndNanometre { get; init; } = 0.197e-12;
}

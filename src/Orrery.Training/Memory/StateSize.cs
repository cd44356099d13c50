using Orrery.Training.Plans;

namespace Orrery.Training.Memory;

/// <summary>Bytes that one parameter takes.</summary>
public static class StateSize
{
    /// <summary>The weight that the layers use: 16 bits, or 32 where matrices are multiplied in 32.</summary>
    public static double Weight(Plan plan) => plan.Format == "fp32" ? 4 : 2;

    /// <summary>The sum of gradients.</summary>
    public static double Gradient(Plan plan) =>
        PlanFormats.Of(plan.GradientFormat ?? PlanFormats.Stack(plan).GradientFormat).Bytes;

    /// <summary>Both moments, and the exact copy of the weight where there is one.</summary>
    public static double Optimizer(Plan plan) =>
        (2 * PlanFormats.Of(plan.OptimizerFormat).Bytes) + (plan.MasterFormat == "none" ? 0 : PlanFormats.Of(plan.MasterFormat).Bytes);
}

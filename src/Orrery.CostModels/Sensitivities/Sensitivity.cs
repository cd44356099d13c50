using Orrery.Hardware;
using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Sensitivities;

/// <summary>What a tenth more of something gains.</summary>
/// <param name="Change">What is a tenth more.</param>
/// <param name="Gain">Time before over time after, less one: 0.05 is five per cent faster.</param>
public sealed record Sensitivity(GpuChange Change, double Gain)
{
    /// <summary>
    /// Asks the model again for each change of the GPU alone. Largest gain first; equal gains in the order of
    /// <see cref="GpuChange.All"/>.
    /// </summary>
    /// <param name="cost">The model that is asked: one that computes, because a changed GPU was measured by nobody.</param>
    /// <param name="work">The operator.</param>
    /// <param name="gpu">The GPU as it is.</param>
    public static IReadOnlyList<Sensitivity> Of(IOperatorCost cost, Operator work, Gpu gpu) => Of(cost, [work], gpu);

    /// <summary>The same for operators that run one after the other.</summary>
    public static IReadOnlyList<Sensitivity> Of(IOperatorCost cost, IReadOnlyList<Operator> work, Gpu gpu)
    {
        double now = Seconds(gpu);
        return
        [
            .. GpuChange.All
                .Select(change => new Sensitivity(change, (now / Seconds(change.Apply(gpu))) - 1))
                .OrderByDescending(sensitivity => sensitivity.Gain),
        ];

        double Seconds(Gpu changed) => work.Sum(one => cost.Cost(one, changed).Seconds);
    }
}

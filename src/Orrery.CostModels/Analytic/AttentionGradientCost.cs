using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Analytic;

/// <summary>
/// The backward pass of fused attention: five products for two, at the part of the forward pass's rate that FlashAttention-2 reports on an
/// A100, 63 % of the peak against 73 % (Dao, arXiv 2307.08691, section 4.1).
/// </summary>
internal static class AttentionGradientCost
{
    private const double Products = 2.5;

    private const double RatePart = 63.0 / 73;

    public static OperatorCost Of(AttentionGradient gradient, Machine machine)
    {
        OperatorCost forward = AttentionCost.Of(gradient.Of, machine);
        CostBreakdown parts = forward.Breakdown;
        const double Factor = Products / RatePart;
        double busy = Math.Max(0, forward.Seconds - parts.Launch) * Factor;
        double memory = gradient.Bytes / machine.Memory;
        double seconds = Math.Max(busy, memory) + parts.Launch;
        return forward with
        {
            Seconds = seconds,
            Bound = memory > busy ? Bound.Memory : forward.Bound,
            Breakdown = new CostBreakdown(parts.Compute * Factor, Math.Max(memory, parts.Memory), parts.L2 * Factor, parts.Launch),
            Joules = forward.Joules * seconds / forward.Seconds,
        };
    }
}

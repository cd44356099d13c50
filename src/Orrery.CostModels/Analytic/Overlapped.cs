namespace Orrery.CostModels.Analytic;

/// <summary>Puts the parts of a kernel's time together.</summary>
internal static class Overlapped
{
    /// <summary>
    /// Compute, memory and cache overlap, but not perfectly: a kernel that needs both for equally long takes longer than either,
    /// because phases of one tile wait for the other resource.
    /// </summary>
    public static OperatorCost Cost(Machine machine, double compute, double memory, double l2, double launch)
    {
        double largest = Math.Max(compute, Math.Max(memory, l2));
        double busy = 0;
        if (largest > 0)
        {
            double p = machine.Constants.Memory.Overlap;
            double sum = Math.Pow(compute / largest, p) + Math.Pow(memory / largest, p) + Math.Pow(l2 / largest, p);
            busy = largest * Math.Pow(sum, 1 / p);
        }

        Bound resource = compute == largest ? Bound.Compute : memory == largest ? Bound.Memory : Bound.L2;
        Bound bound = launch >= busy ? Bound.Launch : resource;
        return new OperatorCost(busy + launch, bound, new CostBreakdown(compute, memory, l2, launch));
    }
}

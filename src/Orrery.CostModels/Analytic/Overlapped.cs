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

    /// <summary>
    /// Two parts of a tile's pipeline that alternate more than they overlap at its edges: the root of the sum of squares.
    /// </summary>
    public static double Squares(double a, double b) => Math.Sqrt((a * a) + (b * b));

    /// <summary>The same for compute, memory and cache of a kernel in tiles.</summary>
    public static OperatorCost Tiles(double compute, double memory, double l2, double launch)
    {
        double busy = Math.Sqrt((compute * compute) + (memory * memory) + (l2 * l2));
        Bound resource = compute >= memory && compute >= l2 ? Bound.Compute : memory >= l2 ? Bound.Memory : Bound.L2;
        return new OperatorCost(busy + launch, launch >= busy ? Bound.Launch : resource, new CostBreakdown(compute, memory, l2, launch));
    }
}

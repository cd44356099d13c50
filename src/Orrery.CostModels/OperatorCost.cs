namespace Orrery.CostModels;

/// <summary>What holds an operator back.</summary>
public enum Bound
{
    /// <summary>Arithmetic units.</summary>
    Compute,

    /// <summary>Device memory bandwidth.</summary>
    Memory,

    /// <summary>Bandwidth of the last-level cache.</summary>
    L2,

    /// <summary>Starting the kernel and filling the machine.</summary>
    Launch,
}

/// <summary>Where the time goes, in seconds. The first three overlap, so the longest of them counts; launch is added.</summary>
/// <param name="Compute">Arithmetic alone.</param>
/// <param name="Memory">Device memory alone.</param>
/// <param name="L2">Last-level cache alone.</param>
/// <param name="Launch">Launch, ramp up and drain.</param>
public readonly record struct CostBreakdown(double Compute, double Memory, double L2, double Launch)
{
    /// <summary>The parts by name, for tables and pictures.</summary>
    public IEnumerable<(string Name, double Seconds)> Parts =>
        [("compute", Compute), ("memory", Memory), ("L2", L2), ("launch", Launch)];
}

/// <summary>The predicted cost of one operator on one GPU.</summary>
/// <param name="Seconds">Time on the GPU.</param>
/// <param name="Bound">What holds it back.</param>
/// <param name="Breakdown">Where the time goes.</param>
public readonly record struct OperatorCost(double Seconds, Bound Bound, CostBreakdown Breakdown);

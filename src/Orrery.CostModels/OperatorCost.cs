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

    /// <summary>Links between GPUs.</summary>
    Network,

    /// <summary>Starting the kernel and filling the machine.</summary>
    Launch,
}

/// <summary>Where a cost comes from.</summary>
public enum CostOrigin
{
    /// <summary>A model computed it.</summary>
    Modelled,

    /// <summary>Somebody measured this very shape.</summary>
    Measured,

    /// <summary>Measured shapes lie near on both sides.</summary>
    Interpolated,
}

/// <summary>Where the time goes, in seconds. The first four overlap, so the longest of them counts; launch is added.</summary>
/// <param name="Compute">Arithmetic alone.</param>
/// <param name="Memory">Device memory alone.</param>
/// <param name="L2">Last-level cache alone.</param>
/// <param name="Launch">Launch, ramp up and drain; latencies of messages in collectives.</param>
/// <param name="Network">Links between GPUs alone.</param>
public readonly record struct CostBreakdown(double Compute, double Memory, double L2, double Launch, double Network = 0)
{
    /// <summary>The parts by name, for tables and pictures.</summary>
    public IEnumerable<(string Name, double Seconds)> Parts => Network > 0
        ? [("compute", Compute), ("memory", Memory), ("L2", L2), ("network", Network), ("launch", Launch)]
        : [("compute", Compute), ("memory", Memory), ("L2", L2), ("launch", Launch)];
}

/// <summary>The predicted cost of one operator on one GPU.</summary>
/// <param name="Seconds">Time on the GPU.</param>
/// <param name="Bound">What holds it back.</param>
/// <param name="Breakdown">Where the time goes.</param>
public readonly record struct OperatorCost(double Seconds, Bound Bound, CostBreakdown Breakdown)
{
    /// <summary>Energy of the whole board over this time; 0 where it is not modelled.</summary>
    public double Joules { get; init; }

    /// <summary>Mean power of the board in watts; 0 where it is not modelled.</summary>
    public double Watts => Seconds > 0 ? Joules / Seconds : 0;

    /// <summary>Part of the boost clock at which the multiprocessors run under the power limit, above 0 and up to 1.</summary>
    public double ClockFactor { get; init; } = 1;

    /// <summary>Kernels that run one after the other.</summary>
    public int Kernels { get; init; } = 1;

    /// <summary>How the kernel cuts the work; all zero where it does not.</summary>
    public Tiling Tiling { get; init; }

    /// <summary>The algorithm that is the fastest, as of a collective: "ring, LL128"; empty where there is only one.</summary>
    public string Algorithm { get => field ?? ""; init; }

    /// <summary>Where the cost comes from.</summary>
    public CostOrigin Origin { get; init; }

    /// <summary>
    /// The cost of operators that run one after the other. It is bound by what bounds most of the time; tiling and algorithm are
    /// those of a single one, and so is the origin unless all share it.
    /// </summary>
    public static OperatorCost Sum(IReadOnlyList<OperatorCost> costs)
    {
        if (costs.Count == 1)
        {
            return costs[0];
        }

        double seconds = costs.Sum(cost => cost.Seconds);
        CostBreakdown parts = new(
            costs.Sum(cost => cost.Breakdown.Compute), costs.Sum(cost => cost.Breakdown.Memory), costs.Sum(cost => cost.Breakdown.L2),
            costs.Sum(cost => cost.Breakdown.Launch), costs.Sum(cost => cost.Breakdown.Network));
        Bound bound = costs.GroupBy(cost => cost.Bound).MaxBy(group => group.Sum(cost => cost.Seconds))!.Key;
        return new OperatorCost(seconds, bound, parts)
        {
            Joules = costs.Sum(cost => cost.Joules),
            ClockFactor = costs.Sum(cost => cost.ClockFactor * cost.Seconds) / seconds,
            Kernels = costs.Sum(cost => cost.Kernels),
            Origin = costs.All(cost => cost.Origin == costs[0].Origin) ? costs[0].Origin : CostOrigin.Modelled,
        };
    }
}

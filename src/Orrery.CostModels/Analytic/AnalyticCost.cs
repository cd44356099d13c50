using Orrery.CostModels.Analytic.Collectives;
using Orrery.CostModels.Constants;
using Orrery.Hardware;
using Orrery.Hardware.Fabrics;
using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Analytic;

/// <summary>
/// Closed forms: a roofline refined by tiles, waves, caches, power and launch. Microseconds a question, nothing allocated.
/// </summary>
/// <param name="constants">What the data sheets do not say.</param>
public sealed class AnalyticCost(PhysicalConstants constants) : IOperatorCost, ICollectiveCost
{
    private readonly MachineCache _machines = new(constants);
    private readonly CollectiveCache _collectives = new(constants);

    public AnalyticCost()
        : this(PhysicalConstants.Default)
    {
    }

    public string Fidelity => "analytic";

    public IReadOnlyList<string> NotModelled { get; } =
    [
        "Gaps between kernels and the time of the CPU that launches them.",
        "Contention between kernels that run at the same time: operators run one after the other.",
        "The choice of a real library's heuristics: the fastest of its tile shapes is taken.",
        "Collectives that share links with other traffic, wait for a slower rank, or run on a library's choice that is not the fastest.",
        "Temperature, and a power limit that acts later than at once.",
    ];

    public OperatorCost Cost(Operator work, Gpu gpu)
    {
        if (work is Collective collective)
        {
            CollectiveCache.Entry known = _collectives.Of(gpu);
            return known.Cost.Of(collective, known.Fabric);
        }

        Machine machine = _machines.Of(gpu, work.Format);
        OperatorCost cost = work switch
        {
            Gemm gemm => GemmCost.Of(gemm, machine),
            Attention attention => AttentionCost.Of(attention, machine),
            AttentionGradient gradient => AttentionGradientCost.Of(gradient, machine),
            GroupedGemm grouped => GroupedGemmCost.Of(grouped, machine),
            ExpertSort sort => GroupedGemmCost.Of(sort, machine),
            CacheWrite write => CacheWriteCost.Of(write, machine),
            _ => StreamCost.Of(work, machine),
        };
        return cost.Joules > 0 ? cost : cost with { Joules = machine.Joules(work, cost.Breakdown, cost.Seconds) };
    }

    public OperatorCost Cost(Collective work, Gpu gpu, Fabric fabric) => _collectives.Of(gpu).Cost.Of(work, fabric);
}

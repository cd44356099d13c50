using Orrery.CostModels.Constants;
using Orrery.Hardware;
using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Analytic;

/// <summary>
/// Closed forms: a roofline refined by tiles, waves, caches, power and launch. Microseconds a question, nothing allocated.
/// </summary>
/// <param name="constants">What the data sheets do not say.</param>
public sealed class AnalyticCost(PhysicalConstants constants) : IOperatorCost
{
    private readonly MachineCache _machines = new(constants);

    public AnalyticCost()
        : this(PhysicalConstants.Default)
    {
    }

    public string Fidelity => "analytic";

    public IReadOnlyList<string> NotModelled { get; } =
    [
        "Gaps between kernels and the time of the CPU that launches them.",
        "Contention between kernels that run at the same time: operators run one after the other.",
        "The choice of a real library's heuristics: the fastest of ten tile shapes is taken.",
        "Weights that stay in the last-level cache from one layer to the next.",
        "The values of the data, which change power and with it the clock.",
    ];

    public OperatorCost Cost(Operator work, Gpu gpu)
    {
        Machine machine = _machines.Of(gpu, work.Format);
        return work switch
        {
            Gemm gemm => GemmCost.Of(gemm, machine),
            Attention attention => AttentionCost.Of(attention, machine),
            GroupedGemm grouped => GroupedGemmCost.Of(grouped, machine),
            ExpertSort sort => GroupedGemmCost.Of(sort, machine),
            CacheWrite write => CacheWriteCost.Of(write, machine),
            _ => StreamCost.Of(work, machine),
        };
    }
}

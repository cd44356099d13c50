using Orrery.CostModels.Analytic;
using Orrery.CostModels.Constants;
using Orrery.Hardware;
using Orrery.Hardware.Fabrics;
using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Tile;

/// <summary>
/// Events for each tile (thread block) of a kernel on the engine: occupancy, tails, imbalance, and contention for memory, cache
/// and arithmetic units come out of the simulation. Milliseconds a question.
/// </summary>
/// <param name="constants">What the data sheets do not say; the same as for the closed forms.</param>
public sealed class TileCost(PhysicalConstants constants) : IOperatorCost, ICollectiveCost
{
    private readonly MachineCache _machines = new(constants);
    private readonly AnalyticCost _analytic = new(constants);

    public TileCost()
        : this(PhysicalConstants.Default)
    {
    }

    public string Fidelity => "tile";

    public IReadOnlyList<string> NotModelled { get; } =
    [
        "Gaps between kernels and the time of the CPU that launches them.",
        "Contention between kernels that run at the same time: operators run one after the other.",
        "The choice of a real library's heuristics: the tile shape is the one that the closed forms find fastest, without a split where its parts leave the cache.",
        "Warps and instructions inside a tile: its arithmetic runs at one rate.",
        "Banks, channels and partitions of memory and cache; conflicts in them are part of the efficiency.",
        "Links between GPUs: closed forms answer for collectives.",
        "Outputs that push operands out of the last-level cache.",
        "Tiles beyond the first 12,288 of a kernel: the second half of these is taken as the steady state.",
        "The values of the data, which change power and with it the clock.",
    ];

    public OperatorCost Cost(Operator work, Gpu gpu)
    {
        if (work is Collective)
        {
            return _analytic.Cost(work, gpu);
        }

        Machine machine = _machines.Of(gpu, work.Format);
        OperatorCost closed = _analytic.Cost(work, gpu);
        OperatorCost cost = Simulated(work, closed, machine);
        if (work is not Gemm gemm || closed.Tiling.Splits < 2
            || machine.Resident(GemmWork.Of(gemm, machine).PartialBytes(closed.Tiling.Splits)) == 1)
        {
            return cost;
        }

        // The closed forms take the parts of a split to stay in the cache. Where they do not, the best kernel without a split is
        // tried as well, and the faster counts, as a library's heuristics intend.
        OperatorCost whole = GemmCost.Of(gemm with { Format = gemm.Format with { SplitsSum = false } }, machine);
        OperatorCost other = Simulated(work, whole, machine);
        return other.Seconds < cost.Seconds ? other : cost;
    }

    public OperatorCost Cost(Collective work, Gpu gpu, Fabric fabric) => _analytic.Cost(work, gpu, fabric);

    private static OperatorCost Simulated(Operator work, OperatorCost closed, Machine machine)
    {
        OperatorCost total = default;
        foreach (TileKernel kernel in KernelPlan.Of(work, closed, machine))
        {
            total = Sum(total, CostOf(kernel, KernelSimulation.Run(kernel)));
        }

        CostBreakdown parts = total.Breakdown;
        double largest = Math.Max(parts.Compute, Math.Max(parts.Memory, parts.L2));
        Bound resource = parts.Compute == largest ? Bound.Compute : parts.Memory == largest ? Bound.Memory : Bound.L2;
        return closed with
        {
            Seconds = total.Seconds,
            Bound = parts.Launch >= total.Seconds - parts.Launch ? Bound.Launch : resource,
            Breakdown = parts,
        };
    }

    private static OperatorCost CostOf(TileKernel kernel, KernelRun run)
    {
        double scale = kernel.AllTiles / kernel.Tiles;
        double rest = kernel.AllTiles > kernel.Tiles ? (kernel.AllTiles - kernel.Tiles) * run.SteadyTicks * Ticks.Seconds : 0;
        double seconds = Ticks.ToSeconds(run.End) + rest;
        double compute = Ticks.ToSeconds(run.Busy.Max()) * scale;
        double memory = Ticks.ToSeconds(run.MemoryBusy) * scale;
        double l2 = Ticks.ToSeconds(run.L2Busy) * scale;

        // Memory is busy already while the first tiles wait for their bytes: such time is not told twice.
        double busy = Math.Max(compute, Math.Max(memory, l2));
        double launch = Math.Min(Ticks.ToSeconds(run.Exposed), seconds - busy);
        return new OperatorCost(seconds, Bound.Launch, new CostBreakdown(compute, memory, l2, launch));
    }

    private static OperatorCost Sum(OperatorCost one, OperatorCost other)
    {
        (CostBreakdown a, CostBreakdown b) = (one.Breakdown, other.Breakdown);
        return new OperatorCost(one.Seconds + other.Seconds, Bound.Launch,
            new CostBreakdown(a.Compute + b.Compute, a.Memory + b.Memory, a.L2 + b.L2, a.Launch + b.Launch));
    }
}

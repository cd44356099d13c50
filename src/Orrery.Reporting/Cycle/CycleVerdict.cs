using Orrery.Experiments.Cycle;
using Orrery.Reporting.Numbers;

namespace Orrery.Reporting.Cycle;

/// <summary>What a simulation says, in sentences: the same on the screen and in the report.</summary>
public static class CycleVerdict
{
    // A unit this near to its peak leaves a better kernel little to gain.
    private const double Near = 0.8;

    /// <summary>"Tensor is nearest to its peak (78 %); warps mostly wait for stall_math_pipe_throttle (41 % of their time)."</summary>
    public static string Why(KernelFigures kernel)
    {
        UnitUse busiest = kernel.Busiest;
        string unit = busiest.Share >= Near
            ? $"Bound by {busiest.Name}, which reaches {Readable.Percent(busiest.Share)} of its peak"
            : $"No unit is at its peak; {busiest.Name} comes nearest with {Readable.Percent(busiest.Share)}";
        return kernel.WorstStall is { } stall ? $"{unit}. Warps wait most in {stall.Name}: {Readable.Percent(kernel.ShareOf(stall))} of their time." : unit + ".";
    }

    /// <summary>"Of 8.4 M warp instructions 1.2 M (14 %) were simulated, the rest extrapolated; that may shift the time by 0.6 %."</summary>
    public static string HowMuch(KernelFigures total)
    {
        string all = Readable.Count(total.WarpInstructions);
        return total.SimulatedFraction >= 1
            ? $"All {all} warp instructions were simulated."
            : $"Of {all} warp instructions {Readable.Percent(total.SimulatedFraction)} were simulated and the rest extrapolated; "
                + $"that may shift the time by {Readable.Percent(total.SamplingError)}. --full simulates all.";
    }

    /// <summary>"25 % (8 warps of 2 blocks, bound by registers), 24 % achieved"; null for several kernels.</summary>
    public static string? Occupancy(KernelFigures kernel) => kernel.Occupancy is not { } occupancy ? null
        : $"{Readable.Percent(occupancy.Achieved)} achieved of {Readable.Percent(occupancy.Theoretical)}: "
            + $"{Readable.Whole(occupancy.Blocks)} {(occupancy.Blocks == 1 ? "block fits" : "blocks fit")}, bound by {occupancy.Limiter}";

    /// <summary>"L1 0 %, L2 71 %, DRAM row 93 %".</summary>
    public static string Hits(KernelFigures kernel) =>
        string.Join(", ", kernel.Hits.Select(hits => $"{hits.Name} {(hits.Rate is { } rate ? Readable.Percent(rate) : "-")}"));

    /// <summary>A rate in its unit: "250 TFLOP/s", "1.41 TB/s".</summary>
    public static string Rate(double value, string unit) => unit switch
    {
        "B/s" => Readable.BytesRate(value),
        "FLOP/s" => Readable.FlopsRate(value),
        _ => $"{Readable.Count(value)}{(value >= 1000 ? "" : " ")}{unit}",
    };
}

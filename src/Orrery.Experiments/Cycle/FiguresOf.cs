using Orrery.Gpu.Layers;
using Orrery.Gpu.Multiprocessor;
using Orrery.Gpu.Results;

namespace Orrery.Experiments.Cycle;

/// <summary>Turns what a simulation counted into figures of kernels, and of several together.</summary>
internal static class FiguresOf
{
    /// <summary>The figures of a kernel.</summary>
    /// <param name="run">What it did.</param>
    /// <param name="number">The operator, as the run numbers them.</param>
    /// <param name="start">When it starts, in seconds from the start of the run.</param>
    public static KernelFigures Kernel(KernelRun run, int number, double start)
    {
        KernelResult result = run.Result;
        long l1 = result.Sms.Sum(sm => sm.L1Sectors);
        long rows = (result.DramBytesRead + result.DramBytesWritten) / 32;
        return new KernelFigures
        {
            Name = result.Kernel,
            Operator = number,
            StartSeconds = start,
            Seconds = run.Seconds,
            Cycles = result.Cycles,
            WarpInstructions = result.Instructions,
            SimulatedFraction = result.SimulatedFraction,
            SamplingError = result.ErrorShare,
            Units = UnitsOf.Kernel(run),
            Warps = [.. Enum.GetValues<WarpState>().Select(state => new WarpTime(WarpTime.NameOf(state), result.WarpCycles(state)))],
            Occupancy = new OccupancyFigures((double)result.Occupancy.Blocks * run.Kernel.WarpsPerBlock / run.Machine.Warps,
                result.AchievedOccupancy(run.Machine), result.Occupancy.Blocks, result.Occupancy.Bound.Resource),
            Hits =
            [
                new HitRate("L1", l1, result.Sms.Sum(sm => sm.L1Hits)),
                new HitRate("L2", result.L2Sectors, result.L2Hits),
                new HitRate("DRAM row", rows, rows * result.DramRowHitRate),
            ],
            DramBytesRead = result.DramBytesRead,
            DramBytesWritten = result.DramBytesWritten,
            Joules = run.Joules,
            Hertz = run.Machine.Hertz,
        };
    }

    /// <summary>Kernels one after the other, as one: amounts add up, rates and peaks are means over the time.</summary>
    public static KernelFigures Sum(IReadOnlyList<KernelFigures> kernels)
    {
        double seconds = kernels.Sum(kernel => kernel.Seconds);
        long instructions = kernels.Sum(kernel => kernel.WarpInstructions);
        return new KernelFigures
        {
            Name = "all kernels",
            Operator = -1,
            StartSeconds = kernels[0].StartSeconds,
            Seconds = seconds,
            Cycles = kernels.Sum(kernel => kernel.Cycles),
            WarpInstructions = instructions,
            SimulatedFraction = instructions == 0 ? 1 : kernels.Sum(kernel => kernel.SimulatedFraction * kernel.WarpInstructions) / instructions,
            SamplingError = Mean(kernel => kernel.SamplingError),
            Units = [.. kernels[0].Units.Select((unit, at) =>
            {
                double amount = kernels.Sum(kernel => kernel.Units[at].Amount);
                return unit with { Amount = amount, Achieved = amount / seconds, Peak = Mean(kernel => kernel.Units[at].Peak) };
            })],
            Warps = [.. kernels[0].Warps.Select((state, at) => state with { Cycles = kernels.Sum(kernel => kernel.Warps[at].Cycles) })],
            Occupancy = null,
            Hits = [.. kernels[0].Hits.Select((rate, at) => rate with
            {
                Accesses = kernels.Sum(kernel => kernel.Hits[at].Accesses),
                Hits = kernels.Sum(kernel => kernel.Hits[at].Hits),
            })],
            DramBytesRead = kernels.Sum(kernel => kernel.DramBytesRead),
            DramBytesWritten = kernels.Sum(kernel => kernel.DramBytesWritten),
            Joules = kernels.Sum(kernel => kernel.Joules),
            Hertz = Mean(kernel => kernel.Hertz),
        };

        double Mean(Func<KernelFigures, double> of) => kernels.Sum(kernel => of(kernel) * kernel.Seconds) / seconds;
    }
}

using Orrery.Engine;
using Orrery.Gpu.Activity;
using Orrery.Gpu.Results;

namespace Orrery.Gpu.Sampling;

/// <summary>What a shortened kernel did, and what it would have done with all its waves.</summary>
/// <param name="Run">The kernel.</param>
/// <param name="Result">Its counters.</param>
/// <param name="Cycles">Cycles with all waves.</param>
/// <param name="MeanEnd">Mean of the cycles in which blocks end, with all waves: a second measure of the time, on which the last blocks have no hold.</param>
/// <param name="Memory">Work of the memory with all waves.</param>
internal sealed record SampleResult(SampleRun Run, KernelResult Result, double Cycles, double MeanEnd, MemoryCounts Memory)
{
    /// <summary>The kernel with all its waves over the one that ran.</summary>
    public double Multiple { get; } = (double)Run.Whole / Run.Kernel.WarpInstructions;

    /// <summary>Runs it.</summary>
    public static SampleResult Of(SampleRun run, CycleOptions options, Func<GpuSimulation, RunOptions> how)
    {
        var simulation = options.Create(run.Machine, [[run.Kernel]]);
        GpuActivity? activity = options.Record ? simulation.Record() : null;
        int waves = (int)(run.Kernel.Blocks / run.Group);
        var ends = new double[waves];
        var counts = new MemoryCounts[waves];
        (long ended, double sum) = (0, 0);
        simulation.BlockEnded = (_, time) =>
        {
            int wave = (int)(ended++ / run.Group);
            sum += time;
            if (wave >= waves) return;
            ends[wave] += (double)time / run.Group;
            counts[wave] = MemoryCounts.Of(simulation);
        };
        KernelResult result = simulation.Run(how(simulation)) with { Activity = activity };
        MemoryCounts memory = MemoryCounts.Of(simulation);
        double mean = sum / ended;
        if (run.Skipped == 0) return new SampleResult(run, result, result.Cycles, mean, memory);
        double wave = ends[^1] - ends[^2];
        // The blocks that are left out would end between those that were seen, and put those of the last wave off.
        double later = mean + 0.5 * run.Skipped * wave;
        return new SampleResult(run, result, result.Cycles + run.Skipped * wave, later, memory + run.Skipped * (counts[^1] - counts[^2]));
    }
}

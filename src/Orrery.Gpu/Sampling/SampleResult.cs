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

    /// <summary>
    /// Cycles by which it may be off: waves may take as much longer or shorter as their first halves do, and blocks of uneven length end
    /// less evenly on another machine.
    /// </summary>
    public double Error { get; private init; }

    /// <summary>Runs it.</summary>
    public static SampleResult Of(SampleRun run, CycleOptions options, Func<GpuSimulation, RunOptions> how)
    {
        var simulation = options.Create(run.Machine, [[run.Kernel]]);
        GpuActivity? activity = options.Record ? simulation.Record() : null;
        int waves = (int)(run.Kernel.Blocks / run.Group);
        var ends = new double[waves];
        var counts = new MemoryCounts[waves];
        // Of the first half of the blocks of each wave.
        var firstEnds = new double[waves];
        long half = Math.Max(1, run.Group / 2);
        (long ended, double sum) = (0, 0);
        simulation.BlockEnded = (_, time) =>
        {
            (int wave, long within) = ((int)(ended / run.Group), ended % run.Group);
            ended++;
            sum += time;
            if (wave >= waves) return;
            ends[wave] += (double)time / run.Group;
            if (within < half) firstEnds[wave] += (double)time / half;
            counts[wave] = MemoryCounts.Of(simulation);
        };
        KernelResult result = simulation.Run(how(simulation)) with { Activity = activity };
        MemoryCounts memory = MemoryCounts.Of(simulation);
        double mean = sum / ended;
        // Which multiprocessor gets the last long block is chance where blocks are uneven, and takes another turn on another machine.
        double luck = run.Kernel.Period == 1 ? 0 : 0.5 * (result.Cycles - result.Sms.Average(sm => sm.Last));
        if (run.Skipped == 0) return new SampleResult(run, result, result.Cycles, mean, memory) { Error = luck };
        double wave = ends[^1] - ends[^2];
        // The blocks that are left out would end between those that were seen, and put those of the last wave off.
        double later = mean + 0.5 * run.Skipped * wave;
        double uneven = Math.Abs(wave - (firstEnds[^1] - firstEnds[^2]));
        return new SampleResult(run, result, result.Cycles + run.Skipped * wave, later, memory + run.Skipped * (counts[^1] - counts[^2]))
        {
            Error = luck + run.Skipped * uneven,
        };
    }
}

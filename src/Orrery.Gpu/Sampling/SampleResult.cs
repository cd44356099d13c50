using Orrery.Engine;
using Orrery.Gpu.Activity;
using Orrery.Gpu.Results;

namespace Orrery.Gpu.Sampling;

/// <summary>What a shortened kernel did.</summary>
/// <param name="Run">The kernel.</param>
/// <param name="Result">Its counters.</param>
/// <param name="WaveCycles">Cycles from one wave's mean end to the next one's; 0 where no waves are left out.</param>
internal sealed record SampleResult(SampleRun Run, KernelResult Result, double WaveCycles)
{
    /// <summary>Cycles with all waves, but as few passes.</summary>
    public double Cycles => Result.Cycles + Run.Skipped * WaveCycles;

    /// <summary>Runs it.</summary>
    public static SampleResult Of(SampleRun run, CycleOptions options, CancellationToken stop)
    {
        var simulation = options.Create(run.Machine, [[run.Kernel]]);
        GpuActivity? activity = options.Record ? simulation.Record() : null;
        var ends = new List<long>();
        if (run.Skipped > 0) simulation.BlockEnded = (_, time) => ends.Add(time);
        KernelResult result = simulation.Run(new RunOptions { Cancellation = stop }) with { Activity = activity };
        stop.ThrowIfCancellationRequested();
        if (run.Skipped == 0) return new SampleResult(run, result, 0);
        int group = checked((int)run.Group);
        double last = ends.Skip((int)(ends.Count / run.Group - 1) * group).Take(group).Average();
        double before = ends.Skip((int)(ends.Count / run.Group - 2) * group).Take(group).Average();
        return new SampleResult(run, result, last - before);
    }
}

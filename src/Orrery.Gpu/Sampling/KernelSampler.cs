using Orrery.Engine;
using Orrery.Gpu.Machines;
using Orrery.Gpu.Programs;
using Orrery.Gpu.Results;

namespace Orrery.Gpu.Sampling;

/// <summary>Simulates kernels, each by itself: large ones by shortened kernels, from which the whole is extrapolated.</summary>
public static class KernelSampler
{
    /// <summary>What a kernel does.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="kernel">The kernel.</param>
    /// <param name="options">Full or sampled, and threads.</param>
    /// <param name="stop">Ends it.</param>
    public static KernelResult Run(GpuMachine machine, Kernel kernel, CycleOptions? options = null, CancellationToken stop = default) =>
        Run([(machine, kernel)], options ?? new CycleOptions(), null, stop)[0];

    /// <summary>What each of several kernels does, one beside the other on the threads.</summary>
    /// <param name="work">Machines and kernels.</param>
    /// <param name="options">Full or sampled, and threads.</param>
    /// <param name="progress">Told where it is.</param>
    /// <param name="stop">Ends it.</param>
    public static IReadOnlyList<KernelResult> Run(IReadOnlyList<(GpuMachine Machine, Kernel Kernel)> work, CycleOptions options,
        IProgress<CycleProgress>? progress = null, CancellationToken stop = default)
    {
        SamplePlan[] plans = [.. work.Select(item => SamplePlan.Of(item.Machine, item.Kernel, options))];
        SampleRun[] runs = [.. plans.SelectMany(plan => plan.Runs)];
        SampleResult[] results = new SampleResult[runs.Length];
        var tracker = new SampleProgress(runs, progress);
        // A simulation alone has all threads; several share them.
        int threads = runs.Length == 1 && runs[0].Skipped == 0 ? Math.Max(1, options.Threads) : 1;
        // Long runs first, so that no thread has one left when the others are done.
        int[] order = [.. Enumerable.Range(0, runs.Length).OrderByDescending(index => runs[index].Kernel.WarpInstructions)];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, options.Threads), CancellationToken = stop };
        Parallel.ForEach(System.Collections.Concurrent.Partitioner.Create(order, System.Collections.Concurrent.EnumerablePartitionerOptions.NoBuffering),
            parallel, index =>
            {
                SampleResult result = results[index] = SampleResult.Of(runs[index], options, simulation => new RunOptions
                {
                    Cancellation = stop,
                    Threads = threads,
                    Manager = options.Manager?.Invoke(),
                    Progress = tracker.Of(index, simulation),
                });
                stop.ThrowIfCancellationRequested();
                tracker.Report(index, result.Result.Cycles, result.Result.Instructions);
            });

        List<KernelResult> answers = [];
        int first = 0;
        foreach (SamplePlan plan in plans)
        {
            answers.Add(new Extrapolation(plan, results[first..(first + plan.Runs.Count)]).Result());
            first += plan.Runs.Count;
        }
        return answers;
    }
}

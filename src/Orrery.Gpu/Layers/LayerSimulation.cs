using Orrery.CostModels;
using Orrery.CostModels.Analytic;
using Orrery.CostModels.Constants;
using Orrery.Engine;
using Orrery.Gpu.Activity;
using Orrery.Gpu.Library;
using Orrery.Gpu.Machines;
using Orrery.Gpu.Power;
using Orrery.Gpu.Programs;
using Orrery.Gpu.Results;
using Orrery.Gpu.Sampling;
using Orrery.Workloads.Operators;
using HardwareGpu = Orrery.Hardware.Gpu;

namespace Orrery.Gpu.Layers;

/// <summary>The operators of a layer in order, with L2 contents carried over from each kernel to the next.</summary>
public static class LayerSimulation
{
    /// <summary>
    /// Simulates operators one after the other: in full detail as one stream of kernels, else each kernel by itself with what those
    /// before it left in L2. All run at one clock, the mean of what the closed forms foretell of each: it changes more slowly than kernels do.
    /// </summary>
    /// <param name="operators">The operators; those for which there are no kernels are refused.</param>
    /// <param name="gpu">The GPU.</param>
    /// <param name="options">Full or sampled, and threads.</param>
    /// <param name="progress">Told where it is.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="ArgumentException">There is no machine or no kernel for it.</exception>
    /// <exception cref="OperationCanceledException">It was told to stop.</exception>
    public static CycleRun Run(IReadOnlyList<Operator> operators, HardwareGpu gpu, CycleOptions? options = null,
        IProgress<CycleProgress>? progress = null, CancellationToken stop = default) =>
        Run(operators, gpu, options ?? new CycleOptions(), PhysicalConstants.Default, progress, stop);

    internal static CycleRun Run(IReadOnlyList<Operator> operators, HardwareGpu gpu, CycleOptions options, PhysicalConstants constants,
        IProgress<CycleProgress>? progress = null, CancellationToken stop = default)
    {
        GpuMachine machine = options.Machine ?? GpuMachine.Of(gpu)
            ?? throw new ArgumentException($"there is no cycle-level machine of {gpu.Name}", nameof(gpu));
        var analytic = new AnalyticCost(constants);
        OperatorCost[] choices = [.. operators.Select(work => analytic.Cost(work, gpu))];
        double seconds = choices.Sum(choice => choice.Seconds);
        machine = machine with { ClockFactor = seconds > 0 ? choices.Sum(choice => choice.ClockFactor * choice.Seconds) / seconds : 1 };
        var addresses = new AddressSpace();
        List<(Operator Operator, int Index, Kernel Kernel)> work = [];
        for (int index = 0; index < operators.Count; index++)
        {
            foreach (Kernel kernel in KernelLibrary.Of(operators[index], new KernelContext(machine, choices[index], addresses)))
            {
                work.Add((operators[index], index, kernel));
            }
        }
        Kernel[] kernels = [.. work.Select(item => item.Kernel)];
        IReadOnlyList<KernelResult> results = options.Full
            ? Stream(machine, kernels, options, progress, stop)
            : KernelSampler.Run([.. CarriedOver.In(kernels, machine.Gpu.L2.Size.Bytes).Select(kernel => (machine, kernel))], options, progress, stop);
        var power = new PowerModel(gpu, constants);
        List<KernelRun> runs = [];
        foreach (((Operator asked, int index, Kernel kernel), KernelResult result) in work.Zip(results))
        {
            (GpuMachine ran, KernelResult slowed) = power.WithinLimit(machine, kernel, result, asked.Format);
            runs.Add(new KernelRun
            {
                Operator = asked,
                OperatorIndex = index,
                Kernel = kernel,
                Machine = ran,
                Result = slowed,
                Joules = power.Joules(ran, kernel, slowed, asked.Format),
            });
        }
        return new CycleRun(runs);
    }

    private static IReadOnlyList<KernelResult> Stream(GpuMachine machine, Kernel[] kernels, CycleOptions options,
        IProgress<CycleProgress>? progress, CancellationToken stop)
    {
        GpuSimulation simulation = options.Create(machine, [kernels]);
        GpuActivity? activity = options.Record ? simulation.Record() : null;
        long blocks = kernels.Sum(kernel => kernel.Blocks);
        double instructions = kernels.Sum(kernel => (double)kernel.WarpInstructions);
        IReadOnlyList<KernelResult> results = simulation.RunAll(new RunOptions
        {
            Threads = options.Threads,
            Manager = options.Manager?.Invoke(),
            Cancellation = stop,
            Progress = progress is null ? null : now =>
            {
                double share = (double)simulation.BlocksEnded / blocks;
                progress.Report(new CycleProgress(share, now.Tick, (long)(share * instructions), kernels.Length == 1 ? kernels[0].Name : "all kernels"));
            },
        });
        stop.ThrowIfCancellationRequested();
        return activity is null ? results : [.. results.Select(result => result with { Activity = activity })];
    }
}

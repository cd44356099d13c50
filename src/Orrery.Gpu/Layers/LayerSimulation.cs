using Orrery.CostModels;
using Orrery.CostModels.Analytic;
using Orrery.CostModels.Constants;
using Orrery.Gpu.Library;
using Orrery.Gpu.Machines;
using Orrery.Gpu.Programs;
using Orrery.Gpu.Results;
using Orrery.Gpu.Sampling;
using Orrery.Workloads.Operators;
using HardwareGpu = Orrery.Hardware.Gpu;

namespace Orrery.Gpu.Layers;

/// <summary>The operators of a layer in order, with L2 contents carried over from each kernel to the next.</summary>
public static class LayerSimulation
{
    /// <summary>Simulates operators one after the other.</summary>
    /// <param name="operators">The operators; those for which there are no kernels are refused.</param>
    /// <param name="gpu">The GPU.</param>
    /// <param name="options">Full or sampled, and threads.</param>
    /// <param name="progress">Told where it is.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="ArgumentException">There is no machine or no kernel for it.</exception>
    /// <exception cref="OperationCanceledException">It was told to stop.</exception>
    public static CycleRun Run(IReadOnlyList<Operator> operators, HardwareGpu gpu, CycleOptions? options = null,
        IProgress<CycleProgress>? progress = null, CancellationToken stop = default)
    {
        options ??= new CycleOptions();
        GpuMachine machine = options.Machine ?? GpuMachine.Of(gpu)
            ?? throw new ArgumentException($"there is no cycle-level machine of {gpu.Name}", nameof(gpu));
        var analytic = new AnalyticCost(PhysicalConstants.Default);
        var addresses = new AddressSpace();
        List<KernelRun> runs = [];
        List<(Operator Operator, int Index, GpuMachine Machine, Kernel Kernel)> work = [];
        for (int index = 0; index < operators.Count; index++)
        {
            OperatorCost choice = analytic.Cost(operators[index], gpu);
            GpuMachine clocked = machine with { ClockFactor = choice.ClockFactor };
            var context = new KernelContext(clocked, choice, addresses);
            foreach (Kernel kernel in KernelLibrary.Of(operators[index], context)) work.Add((operators[index], index, clocked, kernel));
        }
        IReadOnlyList<KernelResult> results = KernelSampler.Run([.. work.Select(item => (item.Machine, item.Kernel))], options, progress, stop);
        foreach (((Operator @operator, int index, GpuMachine clocked, Kernel kernel), KernelResult result) in work.Zip(results))
        {
            runs.Add(new KernelRun { Operator = @operator, OperatorIndex = index, Kernel = kernel, Machine = clocked, Result = result });
        }
        return new CycleRun(runs);
    }
}

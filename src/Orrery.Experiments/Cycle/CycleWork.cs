using Orrery.CostModels;
using Orrery.Gpu.Layers;
using Orrery.Gpu.Library;
using Orrery.Gpu.Sampling;
using Orrery.Workloads.Operators;

namespace Orrery.Experiments.Cycle;

/// <summary>Simulates those operators of a run for which there are kernels.</summary>
/// <param name="gpu">The GPU.</param>
/// <param name="choice">How.</param>
internal sealed class CycleWork(HardwareGpu gpu, CycleChoice choice)
{
    private readonly List<(int Operator, KernelRun Run)> _kernels = [];

    /// <summary>The costs of the simulated operators, by their place in the run.</summary>
    public IReadOnlyDictionary<int, OperatorCost> Run(
        IReadOnlyList<Operator> work, IProgress<RunProgress>? progress, RunHow how, CancellationToken cancellation)
    {
        int[] handled = [.. Enumerable.Range(0, work.Count).Where(at => KernelLibrary.Handles(work[at]))];
        var options = new CycleOptions
        {
            Full = choice.Full,
            Threads = how.Threads,
            Manager = how.Manager,
            Machine = choice.Machine,
            Create = choice.Create,
            Record = true,
        };
        CycleRun run = LayerSimulation.Run([.. handled.Select(at => work[at])], gpu, options, new Relay(progress, choice.Machine.Hertz), cancellation);
        _kernels.AddRange(run.Kernels.Select(kernel => (handled[kernel.OperatorIndex], kernel)));
        return _kernels.GroupBy(kernel => kernel.Operator).ToDictionary(kernels => kernels.Key, kernels => Cost([.. kernels.Select(kernel => kernel.Run)]));
    }

    /// <summary>The figures of all kernels; null where none was simulated.</summary>
    /// <param name="starts">When each operator starts, in seconds.</param>
    public CycleDetail? Detail(IReadOnlyList<double> starts)
    {
        if (_kernels.Count == 0) return null;
        List<KernelFigures> figures = [];
        foreach (IGrouping<int, (int Operator, KernelRun Run)> kernels in _kernels.GroupBy(kernel => kernel.Operator))
        {
            double start = starts[kernels.Key];
            foreach ((int number, KernelRun run) in kernels)
            {
                figures.Add(FiguresOf.Kernel(run, number, start));
                start += run.Seconds;
            }
        }
        return new CycleDetail { Kernels = figures, Total = FiguresOf.Sum(figures) };
    }

    /// <summary>The cost of kernels: each part is the time that its units alone would take, and the largest says what they are bound by.</summary>
    public static OperatorCost Cost(IReadOnlyList<KernelRun> runs)
    {
        (double compute, double memory, double l2, double launch) = (0, 0, 0, 0);
        foreach (KernelRun run in runs)
        {
            IReadOnlyList<UnitUse> units = UnitsOf.Kernel(run);
            memory += run.Seconds * units.First(unit => unit.Name == "DRAM").Share;
            l2 += run.Seconds * units.First(unit => unit.Name == "L2").Share;
            compute += run.Seconds * units.Where(unit => unit.Name is not ("DRAM" or "L2")).Max(unit => unit.Share);
            launch += run.Machine.Micro.Launch.KernelCycles / run.Machine.Hertz;
        }
        double most = Math.Max(compute, Math.Max(memory, Math.Max(l2, launch)));
        Bound bound = most == compute ? Bound.Compute : most == memory ? Bound.Memory : most == l2 ? Bound.L2 : Bound.Launch;
        return new OperatorCost(runs.Sum(run => run.Seconds), bound, new CostBreakdown(compute, memory, l2, launch))
        {
            Joules = runs.Sum(run => run.Joules),
            ClockFactor = runs[0].Machine.ClockFactor,
            Kernels = runs.Count,
        };
    }

    private sealed class Relay(IProgress<RunProgress>? to, double hertz) : IProgress<CycleProgress>
    {
        public void Report(CycleProgress value) =>
            to?.Report(new RunProgress(value.Share, value.Cycles / hertz, value.What) { Cycles = value.Cycles, WarpInstructions = value.WarpInstructions });
    }
}

using Orrery.Configuration.Documents;
using Orrery.CostModels;
using Orrery.CostModels.Constants;
using Orrery.Engine;
using Orrery.Experiments.Cycle;
using Orrery.Experiments.Operators;
using Orrery.Gpu;
using Orrery.Gpu.Activity;
using Orrery.Gpu.Layers;
using Orrery.Gpu.Power;
using Orrery.Gpu.Programs;
using Orrery.Gpu.Results;
using Orrery.Gpu.Traces;

namespace Orrery.Experiments.Traces;

/// <summary>Recorded kernels on one GPU: those of a stream one after the other, streams beside each other.</summary>
public sealed class TraceExperiment : IExperiment
{
    private readonly TraceSettings _settings;
    private readonly HardwareGpu _gpu;
    private readonly CycleChoice _choice;
    private readonly IReadOnlyList<IReadOnlyList<Kernel>> _streams;
    private readonly Node _place;

    internal TraceExperiment(
        ExperimentSource source, TraceSettings settings, HardwareGpu gpu, CycleChoice choice, IReadOnlyList<IReadOnlyList<Kernel>> streams, Node place)
    {
        (Name, File) = (source.Name, source.File);
        (_settings, _gpu, _choice, _streams, _place) = (settings, gpu, choice, streams, place);
    }

    public string Kind => "trace";

    public string Name { get; }

    public string File { get; }

    public int Seed => _settings.Seed;

    public string ResolvedYaml => Resolved.Yaml(_settings, File, _gpu, _choice);

    public ExperimentResult Run(IProgress<RunProgress>? progress = null, RunHow? how = null, CancellationToken cancellation = default)
    {
        KernelRun[] runs = Refusals.Told(_place, "trace", () => Simulate(progress, how ?? new RunHow(), cancellation));
        double hertz = _choice.Machine.Hertz;
        double seconds = runs.Max(run => (run.Result.Start + run.Result.Cycles) / hertz);
        List<KernelFigures> figures = [.. runs.Select((run, number) => FiguresOf.Kernel(run, number, run.Result.Start / hertz))];
        OperatorResult[] kernels = [.. runs.Select(run => Result(run, hertz, seconds))];
        return new OperatorsResult
        {
            Kind = Kind,
            Name = Name,
            Work = $"{runs.Length} recorded kernel{(runs.Length == 1 ? "" : "s")}",
            Gpu = _gpu.Name,
            Format = "fp32",
            Fidelity = Fidelities.Cycle,
            TimeSeconds = seconds,
            Flops = kernels.Sum(kernel => kernel.Flops),
            Bytes = kernels.Sum(kernel => kernel.Bytes),
            Operators = kernels,
            Cycle = new CycleDetail { Kernels = figures, Total = FiguresOf.Sum(figures) },
            PeakFlopsPerSecond = _gpu.Peak.Fp32?.PerSecond ?? _gpu.Peak.Fp16!.Value.PerSecond,
            PeakBytesPerSecond = _gpu.Memory.Bandwidth.BytesPerSecond,
            Notes = ["Not modelled: what copies to the GPU before a kernel leave in L2.", .. new CycleCost().NotModelled.Select(gap => "Not modelled: " + char.ToLowerInvariant(gap[0]) + gap[1..])],
        };
    }

    private KernelRun[] Simulate(IProgress<RunProgress>? progress, RunHow how, CancellationToken cancellation)
    {
        GpuSimulation simulation = _choice.Create(_choice.Machine, _streams);
        GpuActivity activity = simulation.Record();
        Kernel[] kernels = [.. _streams.SelectMany(stream => stream)];
        long blocks = kernels.Sum(kernel => kernel.Blocks);
        IReadOnlyList<KernelResult> results = simulation.RunAll(new RunOptions
        {
            Threads = how.Threads,
            Manager = how.Manager?.Invoke(),
            Cancellation = cancellation,
            Progress = now => progress?.Report(
                new RunProgress((double)simulation.BlocksEnded / blocks, now.Tick / _choice.Machine.Hertz, "recorded kernels") { Cycles = now.Tick }),
        });
        cancellation.ThrowIfCancellationRequested();
        var power = new PowerModel(_gpu, PhysicalConstants.Default);
        return [.. kernels.Zip(results, (kernel, result) =>
        {
            var work = new TracedWork(kernel);
            return new KernelRun
            {
                Operator = work,
                OperatorIndex = 0,
                Kernel = kernel,
                Machine = _choice.Machine,
                Result = result with { Activity = activity },
                Joules = power.Joules(_choice.Machine, kernel, result, work.Format),
            };
        })];
    }

    private static OperatorResult Result(KernelRun run, double hertz, double all)
    {
        OperatorCost cost = CycleWork.Cost([run]);
        return new OperatorResult
        {
            Name = run.Kernel.Name,
            Layer = 0,
            Kind = run.Operator.Kind,
            Shape = run.Operator.Shape,
            Format = run.Operator.Format.Name,
            Flops = run.Operator.Flops,
            Bytes = run.Operator.Bytes,
            StartSeconds = run.Result.Start / hertz,
            TimeSeconds = run.Seconds,
            ShareOfTotal = run.Seconds / all,
            Bound = cost.Bound,
            Breakdown = cost.Breakdown,
        };
    }
}

using System.Collections.Concurrent;
using Orrery.CostModels;
using Orrery.CostModels.Analytic;
using Orrery.CostModels.Constants;
using Orrery.Gpu.Layers;
using Orrery.Gpu.Library;
using Orrery.Gpu.Machines;
using Orrery.Gpu.Power;
using Orrery.Gpu.Sampling;
using Orrery.Workloads.Operators;
using HardwareGpu = Orrery.Hardware.Gpu;

namespace Orrery.Gpu;

/// <summary>
/// The GPU simulated instruction by instruction: the closed forms choose kernel and clock, the kernels run cycle by cycle, large ones sampled.
/// Seconds a question; equal questions are answered once.
/// </summary>
/// <param name="constants">What the data sheets do not say; choice of kernels and power come from them.</param>
public sealed class CycleCost(PhysicalConstants constants) : IOperatorCost
{
    private readonly CycleOptions _options = new();
    private readonly AnalyticCost _analytic = new(constants);
    private readonly ConcurrentDictionary<(Operator Work, HardwareGpu Gpu), Lazy<OperatorCost>> _known = [];
    private int _asked;

    public CycleCost()
        : this(PhysicalConstants.Default)
    {
    }

    public string Fidelity => "cycle";

    public IReadOnlyList<string> NotModelled { get; } =
    [
        "Operators without kernels, collectives among them: they are answered by the closed forms.",
        "The choice of a real library's heuristics: the kernel is the one that the closed forms find the fastest.",
        "Large kernels are sampled: shortened ones are simulated in full detail, and the rest is extrapolated.",
        "Instruction fetch, register-bank conflicts, the constant cache and address translation.",
        "Gaps between kernels and the time of the CPU that launches them.",
        "Temperature, and a power limit that acts later than at once.",
    ];

    public bool Models(Operator work, HardwareGpu gpu) => KernelLibrary.Handles(work) && GpuMachine.Of(gpu) is not null;

    public OperatorCost Cost(Operator work, HardwareGpu gpu) => Cost(work, gpu, CancellationToken.None);

    public OperatorCost Cost(Operator work, HardwareGpu gpu, CancellationToken stop)
    {
        if (!Models(work, gpu)) return _analytic.Cost(work, gpu);
        try
        {
            return _known.GetOrAdd((work, gpu), key => new Lazy<OperatorCost>(() => Simulate(key.Work, key.Gpu, stop))).Value;
        }
        catch (OperationCanceledException)
        {
            // Who asks again is answered.
            _ = _known.TryRemove((work, gpu), out _);
            throw;
        }
    }

    private OperatorCost Simulate(Operator work, HardwareGpu gpu, CancellationToken stop)
    {
        // Questions side by side have a thread each.
        int asked = Interlocked.Increment(ref _asked);
        try
        {
            CycleOptions options = _options with { Threads = Math.Max(1, _options.Threads / asked) };
            return Priced(_analytic.Cost(work, gpu), LayerSimulation.Run([work], gpu, options, constants, null, stop));
        }
        finally
        {
            _ = Interlocked.Decrement(ref _asked);
        }
    }

    private static OperatorCost Priced(OperatorCost closed, CycleRun run)
    {
        KernelWork[] parts = [.. run.Kernels.Select(kernel => KernelWork.Of(kernel.Machine, kernel.Kernel, kernel.Result))];
        var breakdown = new CostBreakdown(parts.Sum(part => part.ComputeSeconds), parts.Sum(part => part.MemorySeconds),
            parts.Sum(part => part.L2Seconds), parts.Sum(part => part.LaunchSeconds));
        return closed with
        {
            Seconds = run.TimeSeconds,
            Breakdown = breakdown,
            Bound = BoundOf(breakdown),
            Joules = run.Joules,
            ClockFactor = run.Kernels.Sum(kernel => kernel.Machine.ClockFactor * kernel.Seconds) / run.TimeSeconds,
            Kernels = run.Kernels.Count,
        };
    }

    private static Bound BoundOf(in CostBreakdown parts)
    {
        double most = Math.Max(Math.Max(parts.Compute, parts.Memory), Math.Max(parts.L2, parts.Launch));
        return most == parts.Compute ? Bound.Compute : most == parts.Memory ? Bound.Memory : most == parts.L2 ? Bound.L2 : Bound.Launch;
    }
}

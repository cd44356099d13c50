using Orrery.CostModels;
using Orrery.CostModels.Analytic;
using Orrery.CostModels.Constants;
using Orrery.Gpu.Library;
using Orrery.Gpu.Machines;
using Orrery.Gpu.Sampling;
using Orrery.Workloads.Operators;
using HardwareGpu = Orrery.Hardware.Gpu;

namespace Orrery.Gpu;

/// <summary>The GPU simulated instruction by instruction. Seconds a question.</summary>
/// <param name="constants">What the data sheets do not say; choice of kernels and power come from them.</param>
public sealed class CycleCost(PhysicalConstants constants) : IOperatorCost
{
    private readonly CycleOptions _options = new();
    private readonly AnalyticCost _analytic = new(constants);

    public CycleCost()
        : this(PhysicalConstants.Default)
    {
    }

    public string Fidelity => "cycle";

    public IReadOnlyList<string> NotModelled { get; } = [];

    public bool Models(Operator work, HardwareGpu gpu) => KernelLibrary.Handles(work) && GpuMachine.Of(gpu) is not null;

    public OperatorCost Cost(Operator work, HardwareGpu gpu)
    {
        OperatorCost closed = _analytic.Cost(work, gpu);
        if (!KernelLibrary.Handles(work) || GpuMachine.Of(gpu) is not { } machine) return closed;
        machine = machine with { ClockFactor = closed.ClockFactor };
        var context = new KernelContext(machine, closed, new AddressSpace());
        double seconds = KernelSampler.Run([.. KernelLibrary.Of(work, context).Select(kernel => (machine, kernel))], _options)
            .Sum(result => result.Seconds);
        return closed with { Seconds = seconds };
    }
}

using Orrery.Gpu.Machines;
using Orrery.Gpu.Programs;
using Orrery.Gpu.Results;

namespace Orrery.Gpu.Measuring;

/// <summary>A property of a GPU that a kernel measures.</summary>
/// <param name="Name">By which published values are found: "latency.l1".</param>
/// <param name="What">What it is.</param>
/// <param name="Unit">Unit of its value.</param>
/// <param name="Measure">Simulates it; null where the machine has no such thing.</param>
public sealed record Microbenchmark(string Name, string What, string Unit, Func<GpuMachine, double?> Measure)
{
    /// <summary>Cycles for each further step: neither launch nor cold caches count.</summary>
    internal static double Slope(GpuMachine machine, Func<int, Kernel> kernel, int few, int many) =>
        (double)(Run(machine, kernel(many)).Cycles - Run(machine, kernel(few)).Cycles) / (many - few);

    /// <summary>Bytes a cycle that the longer of two runs moves more.</summary>
    internal static double BytesPerCycle(GpuMachine machine, Func<int, Kernel> kernel, int few, int many, Func<KernelResult, long> bytes)
    {
        (KernelResult less, KernelResult more) = (Run(machine, kernel(few)), Run(machine, kernel(many)));
        return (double)(bytes(more) - bytes(less)) / (more.Cycles - less.Cycles);
    }

    private static KernelResult Run(GpuMachine machine, Kernel kernel) => GpuSimulation.Create(machine, kernel).Run();
}

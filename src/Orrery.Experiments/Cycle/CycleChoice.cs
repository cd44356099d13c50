using Orrery.Gpu;
using Orrery.Gpu.Machines;
using Orrery.Gpu.Multiprocessor;
using Orrery.Gpu.Programs;

namespace Orrery.Experiments.Cycle;

/// <summary>How a GPU is simulated cycle by cycle.</summary>
/// <param name="Machine">The machine.</param>
/// <param name="Scheduler">The warp scheduler: a struct that implements <see cref="IWarpScheduler"/>.</param>
/// <param name="Full">Whether nothing is sampled.</param>
internal sealed record CycleChoice(GpuMachine Machine, Type Scheduler, bool Full)
{
    private static readonly System.Reflection.MethodInfo Open =
        ((Func<GpuMachine, IReadOnlyList<IReadOnlyList<Kernel>>, GpuSimulation>)GpuSimulation.Create<GreedyThenOldest>).Method.GetGenericMethodDefinition();

    /// <summary>What makes a simulation with the scheduler, compiled for it.</summary>
    public Func<GpuMachine, IReadOnlyList<IReadOnlyList<Kernel>>, GpuSimulation> Create { get; } =
        Open.MakeGenericMethod(Scheduler).CreateDelegate<Func<GpuMachine, IReadOnlyList<IReadOnlyList<Kernel>>, GpuSimulation>>();
}

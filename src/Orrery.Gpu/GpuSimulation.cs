using Orrery.Engine;
using Orrery.Gpu.Launch;
using Orrery.Gpu.Machines;
using Orrery.Gpu.Memory;
using Orrery.Gpu.Multiprocessor;
using Orrery.Gpu.Programs;
using Orrery.Gpu.Results;
using Orrery.Gpu.Timing;

namespace Orrery.Gpu;

/// <summary>A kernel on a machine, cycle by cycle. One tick of the engine is one cycle of the multiprocessors.</summary>
public sealed class GpuSimulation
{
    private readonly GpuMachine _machine;
    private readonly Kernel _kernel;
    private readonly Occupancy _occupancy;
    private readonly ISm[] _sms;
    private readonly MemoryPartition[] _partitions;
    private readonly BlockScheduler _blocks;

    private GpuSimulation(GpuMachine machine, Kernel kernel, Func<Scope, int, DecodedKernel, int, ISm> makeSm)
    {
        (_machine, _kernel) = (machine, kernel);
        _occupancy = Occupancy.Of(machine, kernel);
        if (_occupancy.Blocks == 0) throw new ArgumentException($"{kernel.Name} fits on no multiprocessor of {machine.Gpu.Name}; {_occupancy.Bound}");
        int resident = (int)Math.Min(_occupancy.Blocks, 64);
        Simulation = new Simulation(TickLength.CycleOf((long)machine.Hertz));
        var decoded = new DecodedKernel(machine, kernel);
        _blocks = new BlockScheduler(Simulation, machine, kernel, resident);
        _sms = [.. Enumerable.Range(0, machine.Gpu.SmCount).Select(index => makeSm(Simulation, index, decoded, resident))];
        _partitions = [.. Enumerable.Range(0, machine.Micro.L2.Partitions).Select(index => new MemoryPartition(Simulation, index, machine))];

        const long delay = Quantum.Cycles;
        Simulation.Connect(_blocks.Launches, [.. _sms.Select(sm => sm.Launches)], delay);
        foreach (ISm sm in _sms)
        {
            Simulation.Connect(sm.Done, _blocks.Done, delay);
            Simulation.Connect(sm.Requests, [.. _partitions.Select(partition => partition.Requests)], delay);
        }
        foreach (MemoryPartition partition in _partitions) Simulation.Connect(partition.Replies, [.. _sms.Select(sm => sm.Replies)], delay);
    }

    /// <summary>The engine's view of it.</summary>
    public Simulation Simulation { get; }

    /// <summary>A simulation with a warp scheduler.</summary>
    /// <typeparam name="TScheduler">The scheduler of every sub-partition.</typeparam>
    /// <exception cref="ArgumentException">A block fits on no multiprocessor, or the tensor core lacks a format.</exception>
    public static GpuSimulation Create<TScheduler>(GpuMachine machine, Kernel kernel) where TScheduler : struct, IWarpScheduler =>
        new(machine, kernel, (scope, index, decoded, resident) => new Sm<TScheduler>(scope, index, machine, decoded, resident, kernel.SharedBytes));

    /// <summary>A simulation with the greedy-then-oldest scheduler.</summary>
    public static GpuSimulation Create(GpuMachine machine, Kernel kernel) => Create<GreedyThenOldest>(machine, kernel);

    /// <summary>Runs the kernel to its end.</summary>
    /// <exception cref="KernelDeadlockException">Warps wait for what never comes.</exception>
    public KernelResult Run(RunOptions? options = null)
    {
        _ = Simulation.Run(options ?? new RunOptions());
        return _blocks.Ended == _kernel.Blocks
            ? KernelResult.Of(_machine, _kernel, _occupancy, [.. _sms.Select(sm => sm.Counters)], _partitions)
            : throw new KernelDeadlockException(_kernel.Name, [.. _sms.SelectMany(sm => sm.Waiting())]);
    }
}

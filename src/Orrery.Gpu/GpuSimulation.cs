using Orrery.Engine;
using Orrery.Gpu.Activity;
using Orrery.Gpu.Launch;
using Orrery.Gpu.Machines;
using Orrery.Gpu.Memory;
using Orrery.Gpu.Multiprocessor;
using Orrery.Gpu.Programs;
using Orrery.Gpu.Results;
using Orrery.Gpu.Timing;

namespace Orrery.Gpu;

/// <summary>
/// Kernels on a machine, cycle by cycle. One tick of the engine is one cycle of the multiprocessors. The kernels of a stream run one
/// after the other and find in L2 what those before left there; kernels of different streams share the GPU.
/// </summary>
public sealed class GpuSimulation
{
    private readonly GpuMachine _machine;
    private readonly Kernel[] _kernels;
    private readonly Occupancy[] _occupancies;
    private readonly ISm[] _sms;
    private readonly MemoryPartition[] _partitions;
    private readonly BlockScheduler _blocks;
    private GpuActivity? _activity;

    private GpuSimulation(GpuMachine machine, IReadOnlyList<IReadOnlyList<Kernel>> streams, Func<Scope, int, DecodedWork, ISm> makeSm)
    {
        _machine = machine;
        _kernels = [.. streams.SelectMany(stream => stream)];
        _occupancies = [.. _kernels.Select(kernel => Occupancy.Of(machine, kernel))];
        foreach ((Kernel kernel, Occupancy occupancy) in _kernels.Zip(_occupancies))
        {
            if (kernel.ClusterProblem(machine) is { } problem) throw new ArgumentException($"{kernel.Name}: {problem}");
            if (occupancy.Blocks == 0) throw new ArgumentException($"{kernel.Name} fits on no multiprocessor of {machine.Gpu.Name}; {occupancy.Bound}");
        }
        Simulation = new Simulation(TickLength.CycleOf((long)machine.Hertz));
        var work = new DecodedWork(machine, _kernels, [.. _occupancies.Select(occupancy => occupancy.Blocks)]);
        _blocks = new BlockScheduler(Simulation, machine, _kernels, NumbersOf(streams));
        (_sms, _partitions) = (new ISm[machine.Gpu.SmCount], new MemoryPartition[machine.Micro.L2.Partitions]);
        for (int index = 0, next = 0; index < _partitions.Length; index++)
        {
            // Each partition among its share of the multiprocessors: neighbours run on the same thread.
            for (int end = _sms.Length * (index + 1) / _partitions.Length; next < end; next++) _sms[next] = makeSm(Simulation, next, work);
            _partitions[index] = new MemoryPartition(Simulation, index, machine, _kernels.Length);
        }
        foreach (KernelArray array in streams.Where(stream => stream.Count > 0).SelectMany(stream => stream[0].Arrays))
        {
            foreach (MemoryPartition partition in _partitions) partition.Warm(array);
        }

        const long delay = Quantum.Cycles;
        Simulation.Connect(_blocks.Launches, [.. _sms.Select(sm => sm.Launches)], delay);
        Inbox<PeerSignal>[] hearers = [.. _sms.Select(sm => sm.Heard).OfType<Inbox<PeerSignal>>()];
        foreach (ISm sm in _sms)
        {
            Simulation.Connect(sm.Done, _blocks.Done, delay);
            if (sm.Told is not null) Simulation.Connect(sm.Told, hearers, delay);
            Simulation.Connect(sm.Requests, [.. _partitions.Select(partition => partition.Requests)], delay);
        }
        foreach (MemoryPartition partition in _partitions) Simulation.Connect(partition.Replies, [.. _sms.Select(sm => sm.Replies)], delay);
    }

    /// <summary>The engine's view of it.</summary>
    public Simulation Simulation { get; }

    /// <summary>Blocks that have ended so far.</summary>
    public long BlocksEnded => _blocks.Ended;

    /// <summary>Told of each block that has ended: the number of its kernel, and the cycle in which the scheduler hears of it.</summary>
    internal Action<int, long>? BlockEnded { set => _blocks.BlockEnded = value; }

    /// <summary>What the memory has counted of a kernel so far: sectors that loads asked for and that L2 had, sectors read and written.</summary>
    internal (long Lookups, long Hits, long Read, long Written) MemoryOf(int kernel)
    {
        (long lookups, long hits, long read, long written) = (0, 0, 0, 0);
        foreach (MemoryPartition partition in _partitions)
        {
            MemoryTally tally = partition.TallyOf(kernel);
            (lookups, hits, read, written) = (lookups + tally.Lookups, hits + tally.Hits, read + tally.SectorsRead, written + tally.SectorsWritten);
        }
        return (lookups, hits, read, written);
    }

    /// <summary>A simulation of streams of kernels, with a warp scheduler.</summary>
    /// <typeparam name="TScheduler">The scheduler of every sub-partition.</typeparam>
    /// <param name="machine">The machine.</param>
    /// <param name="streams">The kernels of each stream, in order.</param>
    /// <exception cref="ArgumentException">A block fits on no multiprocessor, or the tensor core lacks a format.</exception>
    public static GpuSimulation Create<TScheduler>(GpuMachine machine, IReadOnlyList<IReadOnlyList<Kernel>> streams)
        where TScheduler : struct, IWarpScheduler =>
        new(machine, streams, (scope, index, work) => new Sm<TScheduler>(scope, index, machine, work));

    /// <summary>A simulation of one kernel, with a warp scheduler.</summary>
    /// <typeparam name="TScheduler">The scheduler of every sub-partition.</typeparam>
    /// <exception cref="ArgumentException">A block fits on no multiprocessor, or the tensor core lacks a format.</exception>
    public static GpuSimulation Create<TScheduler>(GpuMachine machine, Kernel kernel) where TScheduler : struct, IWarpScheduler =>
        Create<TScheduler>(machine, [[kernel]]);

    /// <summary>A simulation of kernels, one after the other, the oldest warp first.</summary>
    public static GpuSimulation Create(GpuMachine machine, params IReadOnlyList<Kernel> kernels) => Create<OldestFirst>(machine, [kernels]);

    /// <summary>Records what is done when. Before the run; no result changes by it.</summary>
    public GpuActivity Record()
    {
        GpuActivity activity = _activity = new GpuActivity(_sms.Length, _partitions.Length, _kernels.Length);
        for (int sm = 0; sm < _sms.Length; sm++) _sms[sm].Activity = activity.Of(sm);
        for (int partition = 0; partition < _partitions.Length; partition++) _partitions[partition].Activity = activity.OfPartition(partition);
        return activity;
    }

    /// <summary>Runs to the end; returns what the last kernel did.</summary>
    /// <exception cref="KernelDeadlockException">Warps wait for what never comes.</exception>
    public KernelResult Run(RunOptions? options = null) => RunAll(options)[^1];

    /// <summary>Runs to the end; returns what each kernel did, stream after stream.</summary>
    /// <exception cref="KernelDeadlockException">Warps wait for what never comes.</exception>
    public IReadOnlyList<KernelResult> RunAll(RunOptions? options = null)
    {
        _ = Simulation.Run(options ?? new RunOptions());
        options?.Cancellation.ThrowIfCancellationRequested();
        foreach (MemoryPartition partition in _partitions) partition.End();
        if (_blocks.Ended < _kernels.Sum(kernel => kernel.Blocks))
        {
            throw new KernelDeadlockException(string.Join(", ", _kernels.Select(kernel => kernel.Name)), [.. _sms.SelectMany(sm => sm.Waiting())]);
        }
        KernelResult[] results = [.. _kernels.Select((kernel, number) => KernelResult.Of(_machine, kernel, _occupancies[number], _blocks.StartOf(number),
            [.. _sms.Select(sm => sm.CountersOf(number))], [.. _partitions.Select(partition => partition.TallyOf(number))]))];
        if (_activity is not null) _activity.Cycles = results.Max(result => result.Start + result.Cycles);
        return results;
    }

    private static List<int[]> NumbersOf(IReadOnlyList<IReadOnlyList<Kernel>> streams)
    {
        List<int[]> numbers = [];
        int next = 0;
        foreach (IReadOnlyList<Kernel> stream in streams)
        {
            numbers.Add([.. Enumerable.Range(next, stream.Count)]);
            next += stream.Count;
        }
        return numbers;
    }
}

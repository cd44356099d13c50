using Orrery.Engine;
using Orrery.Engine.State;
using Orrery.Gpu.Activity;
using Orrery.Gpu.Launch;
using Orrery.Gpu.Machines;
using Orrery.Gpu.Memory;
using Orrery.Gpu.Timing;

namespace Orrery.Gpu.Multiprocessor;

/// <summary>
/// A streaming multiprocessor. It runs a quantum of cycles at a time and, within it, only the cycles in which a result arrives
/// or a warp can issue.
/// </summary>
internal sealed partial class Sm<TScheduler> : Component, ISm where TScheduler : struct, IWarpScheduler
{
    private const int Subs = GpuMachine.SubPartitions;

    /// <summary>Warp places of a sub-partition, used or not.</summary>
    private const int Places = 16;

    [NotState]
    private readonly GpuMachine _machine;
    [NotState]
    private readonly DecodedWork _work;
    private readonly int _index;

    public Sm(Scope scope, int index, GpuMachine machine, DecodedWork work) : base(scope, $"sm{index}")
    {
        (_index, _machine, _work) = (index, machine, work);
        Launches = new Inbox<BlockLaunch>(this);
        Done = new Outbox<BlockDone>(this);
        Replies = new Inbox<MemoryReply>(this);
        Requests = new Outbox<MemoryRequest>(this);
        if (Array.Exists(work.Kernels, kernel => kernel.Cluster.Size > 1))
        {
            Heard = new Inbox<PeerSignal>(this);
            Told = new Outbox<PeerSignal>(this);
        }
        _map = new AddressMap(machine.Micro.L2.Partitions, machine.SlicesPerPartition);
        _cache = new L1Cache(work.Kernels.Max(kernel => kernel.CacheLines), machine.Micro.LoadStore.L1Ways);
        int blocks = machine.Micro.ResidentBlocks;
        _launched = new BlockLaunch[blocks];
        _warpsLeft = new int[blocks];
        _arrived = new int[blocks * Barriers];
        _atBarrier = new ulong[blocks * Barriers];
        _freeSlots = blocks == 64 ? ulong.MaxValue : (1UL << blocks) - 1;
        _tallies = new SmTally[work.Kernels.Length];
        for (int kernel = 0; kernel < _tallies.Length; kernel++) _tallies[kernel] = new SmTally();
        if (Array.Exists(work.Kernels, kernel => kernel.Mbarriers.Length > 0))
        {
            _phases = new PhaseState[blocks * PhasesOfBlock];
            (_waits, _signals) = (new int[_warps.Length * PhasesOfBlock], new int[_warps.Length * PhasesOfBlock]);
        }
        _open = new RequestBuilder[machine.Micro.L2.Partitions];
        Array.Fill(_freePlaces, (1u << machine.Warps / Subs) - 1);
        Array.Fill(_next, long.MaxValue);
    }

    public Inbox<BlockLaunch> Launches { get; }
    public Outbox<BlockDone> Done { get; }
    public Inbox<MemoryReply> Replies { get; }
    public Outbox<MemoryRequest> Requests { get; }
    public Inbox<PeerSignal>? Heard { get; }
    public Outbox<PeerSignal>? Told { get; }

    [NotState]
    private SmActivity? _activity;

    public SmActivity? Activity
    {
        get => _activity;
        set => _activity = value;
    }

    private readonly EventWheel _events = new();
    private readonly Warp[] _warps = new Warp[Subs * Places];
    private readonly int[] _ages = new int[Subs * Places];
    private readonly long[] _next = new long[Subs];
    private long _time;

    protected override void Run()
    {
        long start = Now;
        while (Replies.HasMessage)
        {
            MemoryReply reply = Replies.Take();
            _events.Push(reply.Time, EventKind.Arrived, reply.Tag, (ulong)reply.Bytes);
        }
        while (Heard is { HasMessage: true })
        {
            PeerSignal signal = Heard.Take();
            _events.Push(signal.Time, EventKind.Told, signal.At);
        }
        while (Launches.HasMessage)
        {
            BlockLaunch launch = Launches.Take();
            int slot = System.Numerics.BitOperations.TrailingZeroCount(_freeSlots);
            _freeSlots &= _freeSlots - 1;
            _launched[slot] = launch;
            _events.Push(launch.Time, EventKind.BlockStarts, slot);
        }

        long next = Simulate(Math.Max(_time, start), start + Quantum.Cycles);
        if (next != long.MaxValue) WakeAt(Math.Max(start + Quantum.Cycles, Quantum.StartOf(next)));
    }

    /// <summary>Runs the cycles before an end; returns the next one with work.</summary>
    private long Simulate(long from, long end)
    {
        long time = NextWork(from);
        while (time < end)
        {
            _time = time;
            while (_events.TryTake(time, out int kind, out int who, out ulong mask)) Handle(kind, who, mask, time);
            for (int sub = 0; sub < Subs; sub++)
            {
                if (_next[sub] <= time) Step(sub, time);
            }
            time = NextWork(time + 1);
        }
        _time = end;
        return time;
    }

    private long NextWork(long from)
    {
        long next = Math.Min(Math.Min(_next[0], _next[1]), Math.Min(_next[2], _next[3]));
        return next <= from ? from : Math.Min(next, _events.Next(from));
    }

    private void Handle(int kind, int who, ulong mask, long time)
    {
        switch (kind)
        {
            case EventKind.Result:
                Clear(who, mask, time);
                break;
            case EventKind.Arrived:
                Arrive(who, (int)mask, time);
                break;
            case EventKind.Completed:
                Complete(who, time);
                break;
            case EventKind.Hit:
                Resolve(who, time, time);
                break;
            case EventKind.Delivered:
                Deliver(who, (int)mask, time);
                break;
            case EventKind.Told:
                Hear(who, time);
                break;
            case EventKind.Signal:
                Signal(who, 1, 0, time);
                break;
            case EventKind.Operands:
                _ = Pass((int)mask, _tallies[who], time);
                break;
            case EventKind.BulkRows:
                CopyRows(who, time);
                break;
            default:
                StartBlock(who, time);
                break;
        }
    }

    private static class EventKind
    {
        public const int Result = 0;
        public const int Arrived = 1;
        public const int Completed = 2;
        public const int Hit = 3;
        public const int BlockStarts = 4;
        public const int Delivered = 5;
        public const int Told = 6;
        public const int Signal = 7;
        public const int Operands = 8;
        public const int BulkRows = 9;
    }
}

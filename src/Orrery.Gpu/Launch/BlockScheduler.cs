using Orrery.Engine;
using Orrery.Engine.State;
using Orrery.Gpu.Machines;
using Orrery.Gpu.Programs;
using Orrery.Gpu.Timing;

namespace Orrery.Gpu.Launch;

/// <summary>
/// Hands the blocks of the streams' kernels to multiprocessors with room, in turn, at a limited rate. Kernels of several streams share
/// the GPU: what an earlier stream leaves free, a later one takes.
/// </summary>
internal sealed class BlockScheduler : Component
{
    private const int CodeLine = 128;

    // Lines of code that come while the kernel is launched.
    private const int FirstLines = 16;

    [NotState]
    private readonly IReadOnlyList<Kernel> _kernels;
    [NotState]
    private readonly LaunchTiming _timing;
    [NotState]
    private readonly BlockNeeds[] _needs;

    /// <summary>A scheduler.</summary>
    /// <param name="scope">Where it lives.</param>
    /// <param name="machine">The machine.</param>
    /// <param name="kernels">All kernels.</param>
    /// <param name="streams">The kernels of each stream, by number.</param>
    public BlockScheduler(Scope scope, GpuMachine machine, IReadOnlyList<Kernel> kernels, IReadOnlyList<int[]> streams) : base(scope, "blocks")
    {
        (_kernels, _timing) = (kernels, machine.Micro.Launch);
        _needs = [.. kernels.Select(kernel => BlockNeeds.Of(machine, kernel))];
        Done = new Inbox<BlockDone>(this);
        Launches = new Outbox<BlockLaunch>(this);
        _room = new SmRoom[machine.Gpu.SmCount];
        Array.Fill(_room, SmRoom.Empty(machine));
        _streams = [.. streams.Select(stream => new StreamQueue(stream))];
        (_launched, _ended, _starts, _ready) = (new long[kernels.Count], new long[kernels.Count], new long[kernels.Count], new long[kernels.Count]);
    }

    public Inbox<BlockDone> Done { get; }
    public Outbox<BlockLaunch> Launches { get; }

    private readonly SmRoom[] _room;
    private readonly StreamQueue[] _streams;
    private readonly long[] _launched;
    private readonly long[] _ended;

    // When the host's word for a kernel arrives, and when its first block may go.
    private readonly long[] _starts;
    private readonly long[] _ready;
    private readonly List<BlockDone> _heard = [];
    private long _nextLaunch;
    private int _clusters;
    private int _turn;

    /// <summary>Told of each block that has ended: its kernel, and when.</summary>
    [NotState]
    public Action<int, long>? BlockEnded { get; set; }

    /// <summary>Blocks of all kernels that have ended.</summary>
    public long Ended => _ended.Sum();

    /// <summary>The cycle in which a kernel began: its launch latency counts as its own.</summary>
    public long StartOf(int kernel) => _starts[kernel];

    protected override void Start()
    {
        foreach (StreamQueue stream in _streams) Begin(stream.Current, 0);
    }

    protected override void Run()
    {
        _heard.Clear();
        while (Done.HasMessage) _heard.Add(Done.Take());
        // Letters of a quantum come by sender; room is given away in the order in which it came up.
        _heard.Sort(static (left, right) => left.Time != right.Time ? left.Time.CompareTo(right.Time) : left.Sm.CompareTo(right.Sm));
        foreach (BlockDone done in _heard)
        {
            _room[done.Sm].GiveBack(_needs[done.Kernel]);
            BlockEnded?.Invoke(done.Kernel, done.Time);
            if (++_ended[done.Kernel] == _kernels[done.Kernel].Blocks) End(done.Kernel, done.Time);
            foreach (StreamQueue stream in _streams)
            {
                while (TryLaunch(stream.Current, done.Sm, done.Time)) { }
            }
        }
    }

    private void End(int kernel, long time)
    {
        foreach (StreamQueue stream in _streams)
        {
            if (stream.Current != kernel) continue;
            stream.Advance();
            if (stream.Current >= 0) Begin(stream.Current, time);
        }
    }

    // The first blocks go to one multiprocessor after the other, or clusters to one group after the other, until there is no room left.
    private void Begin(int kernel, long time)
    {
        if (kernel < 0) return;
        _starts[kernel] = time;
        int code = Math.Max(0, _kernels[kernel].CodeBytes / CodeLine - FirstLines) * _timing.CodeLineCycles;
        _ready[kernel] = time + (_kernels[kernel].StartsEarly ? 0 : _timing.KernelCycles + code);
        int step = _kernels[kernel].Cluster.Size;
        for (int full = 0; full < _room.Length && _launched[kernel] < _kernels[kernel].Blocks; _turn = (_turn + step) % _room.Length)
        {
            full = TryLaunch(kernel, _turn, time) ? 0 : full + step;
        }
    }

    private bool TryLaunch(int kernel, int sm, long time)
    {
        if (kernel < 0 || _launched[kernel] == _kernels[kernel].Blocks) return false;
        int size = _kernels[kernel].Cluster.Size;
        if (size > 1) return TryLaunchCluster(kernel, sm & -size, size, time);
        if (!_room[sm].TryTake(_needs[kernel])) return false;
        Launch(kernel, sm, -1, time);
        return true;
    }

    // A cluster takes a place on each of so many neighbouring multiprocessors, or none.
    private bool TryLaunchCluster(int kernel, int first, int size, long time)
    {
        if (first + size > _room.Length) return false;
        for (int sm = first; sm < first + size; sm++)
        {
            if (_room[sm].TryTake(_needs[kernel])) continue;
            while (--sm >= first) _room[sm].GiveBack(_needs[kernel]);
            return false;
        }
        int cluster = _clusters++ & PeerSignal.MostClusters - 1;
        for (int sm = first; sm < first + size; sm++) Launch(kernel, sm, cluster, time);
        return true;
    }

    private void Launch(int kernel, int sm, int cluster, long time)
    {
        _nextLaunch = Math.Max(_nextLaunch, Math.Max(time, _ready[kernel])) + _timing.BlockInterval;
        long start = _nextLaunch + _timing.WayCycles;
        (int x, int y, int z) = _kernels[kernel].Place(_launched[kernel]++);
        Launches.Send(sm, new BlockLaunch(start, x, y, z, kernel, cluster), Quantum.Delay(Now, start));
    }
}

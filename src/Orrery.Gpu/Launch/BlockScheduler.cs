using Orrery.Engine;
using Orrery.Engine.State;
using Orrery.Gpu.Machines;
using Orrery.Gpu.Programs;
using Orrery.Gpu.Timing;

namespace Orrery.Gpu.Launch;

/// <summary>Hands the blocks of a kernel to multiprocessors with room, in turn, at a limited rate.</summary>
internal sealed class BlockScheduler : Component
{
    [NotState]
    private readonly Kernel _kernel;
    [NotState]
    private readonly LaunchTiming _timing;

    public BlockScheduler(Scope scope, GpuMachine machine, Kernel kernel, int residentBlocks) : base(scope, "blocks")
    {
        (_kernel, _timing) = (kernel, machine.Micro.Launch);
        Done = new Inbox<BlockDone>(this);
        Launches = new Outbox<BlockLaunch>(this);
        _room = new int[machine.Gpu.SmCount];
        Array.Fill(_room, residentBlocks);
    }

    public Inbox<BlockDone> Done { get; }
    public Outbox<BlockLaunch> Launches { get; }

    /// <summary>Blocks that have ended.</summary>
    public long Ended { get; private set; }

    private readonly int[] _room;
    private readonly List<BlockDone> _heard = [];
    private long _launched;
    private long _nextLaunch;
    private int _turn;

    protected override void Start()
    {
        _nextLaunch = _timing.KernelCycles;
        // The first blocks go to one multiprocessor after the other, until there is no room left.
        for (int full = 0; full < _room.Length && _launched < _kernel.Blocks;)
        {
            if (_room[_turn] > 0)
            {
                Launch(_turn, 0);
                full = 0;
            }
            else
            {
                full++;
            }
            _turn = (_turn + 1) % _room.Length;
        }
    }

    protected override void Run()
    {
        _heard.Clear();
        while (Done.HasMessage) _heard.Add(Done.Take());
        // Letters of a quantum come by sender; room is given away in the order in which it came up.
        _heard.Sort(static (left, right) => left.Time != right.Time ? left.Time.CompareTo(right.Time) : left.Sm.CompareTo(right.Sm));
        foreach (BlockDone done in _heard)
        {
            Ended++;
            _room[done.Sm]++;
            if (_launched < _kernel.Blocks) Launch(done.Sm, done.Time);
        }
    }

    private void Launch(int sm, long time)
    {
        _nextLaunch = Math.Max(_nextLaunch, time) + _timing.BlockInterval;
        long start = _nextLaunch + _timing.WayCycles;
        (int x, int y) = _kernel.Place(_launched++);
        _room[sm]--;
        Launches.Send(sm, new BlockLaunch(start, x, y), Quantum.Delay(Now, start));
    }
}

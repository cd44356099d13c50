using Orrery.Engine;

namespace Orrery.CostModels.Tile;

/// <summary>
/// Starts tiles in their order: at first one for each multiprocessor in turn until all slots are taken, then one wherever one
/// ends; one a clock.
/// </summary>
internal sealed class BlockScheduler : Component
{
    private readonly TileKernel _kernel;
    private readonly int _sms;
    private readonly long _clock;

    private int _started;
    private int _ended;
    private int _endedAtHalf;
    private int _endedAtLastStart;
    private long _half;
    private long _lastStart;

    public BlockScheduler(Scope scope, TileKernel kernel, int sms) : base(scope, "scheduler")
    {
        (_kernel, _sms, _clock) = (kernel, sms, kernel.Chip.Clock);
        (Ends, Starts) = (new Inbox<TileEnd>(this), new Outbox<TileStart>(this));
    }

    /// <summary>From the multiprocessors.</summary>
    public Inbox<TileEnd> Ends { get; }

    /// <summary>To the multiprocessors.</summary>
    public Outbox<TileStart> Starts { get; }

    /// <summary>The tick at which the last tile has ended.</summary>
    public long Finished { get; private set; }

    /// <summary>
    /// Ticks from one tile's end to the next in the second half, while all slots are taken. Needs more tiles than twice the slots.
    /// </summary>
    public double SteadyTicks => (double)(_lastStart - _half) / (_endedAtLastStart - _endedAtHalf);

    protected override void Start()
    {
        int first = (int)Math.Min(_kernel.Tiles, (long)_sms * _kernel.Slots);
        for (; _started < first; _started++)
        {
            Starts.Send(_started % _sms, new TileStart(_started), _kernel.Launch + (_clock * (1 + _started)));
        }
    }

    protected override void Run()
    {
        long delay = 0;
        while (Ends.TryTake(out TileEnd end))
        {
            _ended++;
            Finished = Now;
            if (_endedAtHalf == 0 && _ended >= _kernel.Tiles / 2)
            {
                (_endedAtHalf, _half) = (_ended, Now);
            }

            if (_started < _kernel.Tiles)
            {
                delay += _clock;
                Starts.Send(end.Sm, new TileStart(_started++), delay);
                (_lastStart, _endedAtLastStart) = (Now, _ended);
            }
        }
    }
}

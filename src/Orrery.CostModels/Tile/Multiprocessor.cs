using Orrery.Engine;

namespace Orrery.CostModels.Tile;

/// <summary>
/// A multiprocessor: slots for resident tiles, and arithmetic units that they share step by step. Each tile loads its next step
/// while it computes on the one before.
/// </summary>
internal sealed class Multiprocessor : Component
{
    private readonly TileKernel _kernel;
    private readonly int _index;
    private readonly long _hop;
    private readonly long _clock;

    private readonly Resident[] _slots;

    public Multiprocessor(Scope scope, int index, TileKernel kernel) : base(scope, $"sm{index}")
    {
        (_kernel, _index, _hop, _clock) = (kernel, index, kernel.Chip.Hop, kernel.Chip.Clock);
        _slots = new Resident[kernel.Slots];
        Array.Fill(_slots, new Resident { Tile = Resident.None });
        (Tiles, Data) = (new Inbox<TileStart>(this), new Inbox<Arrival>(this));
        (End, Ask) = (new Outbox<TileEnd>(this), new Outbox<Request>(this));
    }

    /// <summary>Tiles from the scheduler.</summary>
    public Inbox<TileStart> Tiles { get; }

    /// <summary>Bytes from the memory system.</summary>
    public Inbox<Arrival> Data { get; }

    /// <summary>To the scheduler.</summary>
    public Outbox<TileEnd> End { get; }

    /// <summary>To the memory system.</summary>
    public Outbox<Request> Ask { get; }

    /// <summary>Ticks in which the arithmetic units work.</summary>
    public long Busy { get; private set; }

    /// <summary>Ticks before and between in which they do not.</summary>
    public long Idle { get; private set; }

    /// <summary>Tick from which the arithmetic units have nothing to do.</summary>
    public long PipeFree { get; private set; }

    /// <summary>Tick at which the first tile has its first bytes; 0 while there is none.</summary>
    public long FirstData { get; private set; }

    /// <summary>Tick at which the last step so far ends.</summary>
    public long LastStep { get; private set; }

    protected override void Run()
    {
        while (Tiles.TryTake(out TileStart start))
        {
            Begin(start.Tile);
        }

        while (Data.TryTake(out Arrival arrival))
        {
            Receive(arrival);
        }
    }

    private void Begin(int tile)
    {
        int slot = 0;
        while (_slots[slot].Tile != Resident.None)
        {
            slot++;
        }

        _slots[slot] = new Resident { Tile = tile };
        Ask.Send(new Request(_index, slot, tile, 0), _kernel.Setup + _hop);
    }

    private void Receive(Arrival arrival)
    {
        ref Resident here = ref _slots[arrival.Slot];
        int step = here.Step++;
        int steps = _kernel.Steps(here.Tile);
        if (step == steps)
        {
            Leave(ref here, _clock);
            return;
        }

        TileStep work = _kernel.Step(here.Tile, step);
        long start = Math.Max(Math.Max(Now, PipeFree), here.End);
        FirstData = FirstData == 0 ? start : FirstData;
        Idle += start - PipeFree;
        Busy += work.Compute;
        PipeFree = start + work.Compute;

        // The last slice is computed after it has come.
        here.End = Math.Max(PipeFree, arrival.Complete + (work.Compute / work.Slices)) + work.Wait;
        LastStep = Math.Max(LastStep, here.End);

        // The next step has room once this one is being computed, and is asked for so early that its bytes follow those of this one.
        bool isOutput = step + 1 == steps;
        if (isOutput && !_kernel.HasOutput)
        {
            Leave(ref here, here.End - Now + _clock);
            return;
        }

        long next = isOutput ? here.End : Math.Max(start, arrival.Complete - (2 * _hop));
        Ask.Send(new Request(_index, arrival.Slot, here.Tile, step + 1), next - Now + _hop);
    }

    private void Leave(ref Resident here, long delay)
    {
        here.Tile = Resident.None;
        End.Send(new TileEnd(_index), delay);
    }

    /// <summary>A tile in its slot.</summary>
    private struct Resident
    {
        public const int None = -1;

        public int Tile;

        /// <summary>The step whose bytes come next.</summary>
        public int Step;

        /// <summary>The tick at which the step before it has been computed.</summary>
        public long End;
    }
}

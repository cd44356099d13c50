using static Orrery.Engine.Execution.Unchecked;

namespace Orrery.Engine.Execution;

/// <summary>
/// A group of components that one worker runs for the length of a lookahead window: their time, who of them wakes when,
/// and the letters that wait for them. Within a tick components run in the order of their ids.
/// </summary>
internal sealed class Partition
{
    /// <summary>Where components and ports live before a run gives them a place.</summary>
    internal static readonly Partition Unassigned = new(null!, -1, [], [], isAlone: true);

    internal readonly Simulation Simulation;
    internal readonly int Index;
    internal readonly Component[] Members;
    internal readonly MailStore[] Mail;

    /// <summary>Outputs to other partitions whose senders wait for room.</summary>
    internal readonly List<OutputPort> Blocked = [];

    internal long Now;

    /// <summary>Runs of components so far: the engine's measure of work.</summary>
    internal long Activations;

    /// <summary>Ticks in which anybody ran, so far.</summary>
    internal long BusyTicks;

    /// <summary>The local number of the component that runs at this moment: for error messages and the watchdog.</summary>
    internal int Running;

    /// <summary>No other partition exists: nothing is posted, everything comes in order.</summary>
    internal readonly bool IsAlone;

    /// <summary>Where the worker that runs this partition posts to others. Set at the start of each window.</summary>
    internal Posts Outgoing = null!;

    /// <summary>How many components ahead the cache is asked, and for how much of each (measured on phold: 11 to 14 %).</summary>
    private const int Ahead = 3;
    private const int PrefetchBytes = 192;
    private readonly TimingWheel<Nothing> _wakes = new();
    private readonly int[] _active;
    private WakeSet _awake;
    private WakeSet _next;

    internal Partition(Simulation simulation, int index, Component[] members, IReadOnlyList<PostOffice> offices, bool isAlone)
    {
        Simulation = simulation;
        Index = index;
        IsAlone = isAlone;
        Members = members;
        _awake = new WakeSet(members.Length);
        _next = new WakeSet(members.Length);
        _active = new int[members.Length];
        Mail = [.. offices.Select(office => office.NewStore(this))];
    }

    /// <summary>The next tick in which anybody here has something to do.</summary>
    internal long NextTick
    {
        get
        {
            if (!_next.IsEmpty) return Now + 1;
            long next = _wakes.Next;
            foreach (MailStore store in Mail) next = Math.Min(next, store.Wheel.Next);
            return next;
        }
    }

    internal void WakeNext(int local) => _next.Add(local);

    internal void Wake(int local, long tick)
    {
        if (tick == Now + 1) _next.Add(local);
        else _wakes.Add(tick, local, default);
    }

    internal void PostWake(Partition to, int local, long tick) => Outgoing.Add(to.Index, local, tick);

    /// <summary>Runs every tick before <paramref name="end"/> that has work, or stops between ticks after so many activations.</summary>
    internal void Run(long end, long budget)
    {
        long enough = Activations + budget;
        while (Activations < enough)
        {
            long tick = NextTick;
            if (tick >= end || tick > Simulation.StopTick) break;
            Begin(tick);
            Activate();
        }
    }

    /// <summary>An exception of a component, with the component and the tick.</summary>
    internal SimulationException Blame(Exception thrown) => thrown as SimulationException
        ?? new SimulationException($"{Members[Running].Name} at tick {Now} threw {thrown.GetType().Name}: {thrown.Message}", thrown);

    /// <summary>Takes out every wake-up that is due, as (tick, component).</summary>
    internal IEnumerable<(long Tick, Component Who)> DrainWakes()
    {
        int count = _next.TakeAll(_active);
        for (int i = 0; i < count; i++) yield return (Now + 1, Members[_active[i]]);
        foreach ((long due, Letter<Nothing> wake, _) in _wakes.Drain()) yield return (due, Members[wake.Key]);
    }

    /// <summary>Sets the time of a partition in which nothing waits yet.</summary>
    internal void Rebase(long tick)
    {
        Now = tick;
        _wakes.Rebase(tick);
        foreach (MailStore store in Mail) store.Rebase(tick);
    }

    /// <summary>Moves time to a tick and finds out who is awake in it.</summary>
    private void Begin(long tick)
    {
        if (tick == Now + 1) (_awake, _next) = (_next, _awake);
        Now = tick;
        BusyTicks++;
        if (_wakes.Next == tick) TakeWakes();
        foreach (MailStore store in Mail)
        {
            if (store.Wheel.Next == tick) store.Deliver(_awake);
        }
    }

    private void TakeWakes()
    {
        int pile = _wakes.Take();
        for (int tail = pile; tail != 0; tail = _wakes.Before(tail))
        {
            for (int place = TimingWheel<Nothing>.ChunkOf(tail); place < tail; place++) _awake.Add(At(_wakes.Letters, place).Key);
        }
        _wakes.Free(pile);
    }

    private void Activate()
    {
        int count = _awake.TakeAll(_active);
        if (Simulation.IsObserved) ActivateObserved(count);
        else Activate(count);
        Activations += count;
        foreach (MailStore store in Mail)
        {
            if (store.HasDelivered) store.EndTick();
        }
    }

    private void Activate(int count)
    {
        Component[] members = Members;
        int[] active = _active;
        for (int i = 0; i < count; i++)
        {
            if (i + Ahead < count) Prefetch(At(members, At(active, i + Ahead)), PrefetchBytes);
            int local = At(active, i);
            Running = local;
            At(members, local).Run();
        }
    }

    /// <summary>The same, while somebody counts or times the runs of components.</summary>
    private void ActivateObserved(int count)
    {
        Simulation.Meter?.BeginTick(Now);
        for (int i = 0; i < count; i++)
        {
            Running = _active[i];
            Members[Running].Run();
            int id = Members[Running].Id;
            if (Simulation.IsCounting) Simulation.ActivationsOf![id]++;
            Simulation.Meter?.Ran(id);
        }
    }
}

using System.Diagnostics;
using Orrery.Engine.Threads;

namespace Orrery.Engine.Execution;

/// <summary>
/// Runs windows on several workers. Phase 1: every worker runs the partitions that the thread manager gives it. Phase 2, on one
/// thread: what was posted changes hands, senders that wait for room are looked after, time moves to the next window.
/// </summary>
internal sealed class ParallelPhase : IDisposable
{
    /// <summary>Partitions that never talk need no barrier, but the run must look up now and then: is it cancelled, how far is it?</summary>
    private const long WindowOfStrangers = 1 << 16;

    private readonly Simulation _simulation;
    private readonly WorkerTeam _team;
    private Worker[] _workers = [];
    private Window _window;
    private ThreadManager _manager = new SequentialManager();
    private long _lookahead;
    private int[] _ranIn = [];
    private int _round;
    private bool _measure;
    private Exception?[] _failures = [];
    private volatile SimulationException? _managerFailure;

    internal ParallelPhase(Simulation simulation, int workers)
    {
        _simulation = simulation;
        Workers = workers;
        _window = new Window(0, workers);
        _team = new WorkerTeam(workers, Work);
    }

    internal int Workers { get; }

    public void Dispose() => _team.Dispose();

    /// <summary>Takes over the partitions as they are now.</summary>
    internal void Use(ThreadManager manager, long lookahead)
    {
        Partition[] partitions = _simulation.Partitions;
        (_manager, _lookahead) = (manager, lookahead == long.MaxValue ? WindowOfStrangers : lookahead);
        _workers = [.. Enumerable.Range(0, Workers).Select(i => new Worker(i, partitions.Length, _simulation.Offices))];
        _window = new Window(partitions.Length, Workers);
        _ranIn = new int[partitions.Length];
        _failures = new Exception?[partitions.Length];
        _measure = manager.NeedsCosts;
        // Ports that wait were noted before the workers existed; from here on the phase looks after them.
        foreach (Partition partition in partitions) partition.Outgoing = _workers[0].Written;
    }

    /// <summary>The next tick in which anybody has something to do. Between windows.</summary>
    internal long NextTick()
    {
        long next = long.MaxValue;
        foreach (Partition partition in _simulation.Partitions)
        {
            if (partition.Blocked.Count > 0) WakeSenders(partition);
            next = Math.Min(next, Next(partition, written: true));
        }
        return next;
    }

    /// <summary>Runs one window from <paramref name="start"/>, before <paramref name="limit"/>.</summary>
    internal void Run(long start, long limit)
    {
        Window window = _window;
        window.Start = start;
        window.End = limit - start > _lookahead ? start + _lookahead : limit;
        foreach (Worker worker in _workers) worker.Swap();
        window.Clear();
        foreach (Partition partition in _simulation.Partitions)
        {
            if (Next(partition, written: false) < window.End || HasPosts(partition)) window.Add(partition.Index);
        }
        _round++;
        _manager.Open(window);
        if (window.Count == 1) RunOn(_workers[0], window.Active[0]);
        else _team.RunPhase();
        CheckAllRan(window);
    }

    /// <summary>Hands over everything that is under way, so that the partitions alone hold the state.</summary>
    internal void Settle()
    {
        foreach (Partition partition in _simulation.Partitions)
        {
            foreach (Worker worker in _workers)
            {
                worker.Read.HandOver(partition);
                worker.Written.HandOver(partition);
            }
            if (partition.Blocked.Count > 0) WakeSenders(partition);
        }
    }

    private void Work(int index)
    {
        Worker worker = _workers[index];
        try
        {
            for (int p = _manager.Next(index); p >= 0; p = _manager.Next(index)) RunOn(worker, p);
        }
        catch (Exception thrown)
        {
            // Only the manager can throw here; on a worker's own thread nobody else would catch it.
            _managerFailure = thrown as SimulationException
                ?? new SimulationException($"thread manager {_manager.Name} threw {thrown.GetType().Name}: {thrown.Message}", thrown);
        }
    }

    private void RunOn(Worker worker, int p)
    {
        if (p >= _ranIn.Length)
        {
            throw new SimulationException($"thread manager {_manager.Name} handed out partition {p}; there are {_ranIn.Length}");
        }
        if (Interlocked.Exchange(ref _ranIn[p], _round) == _round)
        {
            throw new SimulationException($"thread manager {_manager.Name} handed out partition {p} twice in one window");
        }
        Partition partition = _simulation.Partitions[p];
        long began = _measure ? Stopwatch.GetTimestamp() : 0;
        try
        {
            partition.Outgoing = worker.Written;
            foreach (Worker sender in _workers) sender.Read.HandOver(partition);
            partition.Run(_window.End, long.MaxValue / 2);
        }
        catch (Exception thrown)
        {
            _failures[p] = partition.Blame(thrown);
        }
        if (_measure) _window.Measured(p, Stopwatch.GetElapsedTime(began).TotalNanoseconds);
    }

    private void CheckAllRan(Window window)
    {
        if (_managerFailure is not null) throw _managerFailure;
        int first = -1;
        foreach (int p in window.Active)
        {
            if (_ranIn[p] != _round) throw new SimulationException($"thread manager {_manager.Name} did not hand out partition {p}");
            if (_failures[p] is not null && (first < 0 || IsEarlier(p, first))) first = p;
        }
        if (first >= 0) throw _failures[first]!;
    }

    /// <summary>Of two partitions in which a component threw, the one that a sequential run would have met first.</summary>
    private bool IsEarlier(int p, int other)
    {
        Partition one = _simulation.Partitions[p], two = _simulation.Partitions[other];
        return one.Now != two.Now ? one.Now < two.Now : one.Members[one.Running].Id < two.Members[two.Running].Id;
    }

    private long Next(Partition partition, bool written)
    {
        long next = partition.NextTick;
        foreach (Worker worker in _workers)
        {
            next = Math.Min(next, (written ? worker.Written : worker.Read).Earliest[partition.Index]);
        }
        return next;
    }

    private bool HasPosts(Partition partition)
    {
        foreach (Worker worker in _workers)
        {
            if (worker.Read.Earliest[partition.Index] != long.MaxValue) return true;
        }
        return false;
    }

    /// <summary>Senders on a full link to another partition: those for whom a place became free are woken when its credit is back.</summary>
    private static void WakeSenders(Partition partition)
    {
        partition.Blocked.RemoveAll(output =>
        {
            long room = output.RoomFrom;
            if (room < 0) return false;
            output.IsBlocked = false;
            partition.Wake(output.Owner.Local, Math.Max(room, partition.Now + 1));
            return true;
        });
    }
}

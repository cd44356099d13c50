using System.Diagnostics;
using Orrery.Engine.Threads;

namespace Orrery.Engine.Execution;

/// <summary>One run of a simulation: windows until something ends it.</summary>
internal sealed class Executor : IDisposable
{
    /// <summary>A sequential run looks up after so many activations: well under a millisecond.</summary>
    private const long Stint = 1 << 14;

    /// <summary>Counting who has how much to do ends after a stint, or after this time where components are heavy.</summary>
    private static readonly TimeSpan CountingTime = TimeSpan.FromMilliseconds(0.5);
    private const long CountedActivations = 4_096;
    private const long CountingStint = 512;

    private readonly Simulation _simulation;
    private readonly RunOptions _options;
    private readonly long _startedAt = Stopwatch.GetTimestamp();
    private readonly long _activationsBefore;
    private readonly SlowWatch? _slow;
    private readonly AutoManager? _auto;
    private ThreadManager _manager;
    private int _threads;
    private ParallelPhase? _phase;
    private ParallelPhase? _team;
    private long _windows;
    private bool _counting;
    private long _nextCheck;
    private long _lastReport;

    internal Executor(Simulation simulation, RunOptions options)
    {
        _simulation = simulation;
        _options = options;
        _activationsBefore = simulation.Activations;
        ThreadManager chosen = options.Manager ?? new AutoManager();
        _auto = options.Threads > 1 ? chosen as AutoManager : null;
        _manager = chosen;
        _lastReport = _startedAt;
        _nextCheck = options.StopWhen is null ? long.MaxValue : NextMultiple(simulation.Now, options.StopWhenEvery);
        if (options.Slow is not null) _slow = new SlowWatch(simulation, options.Slow, options.SlowAfter);
        if (options.Threads == 1 || chosen is SequentialManager)
        {
            // A run on one thread needs no manager but the sequential one, whatever was asked for.
            Use(chosen as SequentialManager ?? new SequentialManager(), 1);
            return;
        }
        if (options.SplitsAtOnce)
        {
            Use(_auto?.Begin(options.Threads) ?? chosen, options.Threads);
            return;
        }
        // Who has how much to do is counted for a moment in a sequential run, so that the split is fair.
        simulation.BeginCounting();
        _counting = true;
        Use(new SequentialManager(), 1);
        _manager = chosen;
    }

    public void Dispose()
    {
        // A short run ends before counting does; the next one must not pay for it.
        if (_counting) _simulation.EndCounting();
        _team?.Dispose();
        _slow?.Dispose();
    }

    internal RunResult Run()
    {
        RunEnd end = Loop();
        // What was posted in the last window would otherwise be lost to the next run, to a hash and to a snapshot.
        _phase?.Settle();
        string account = "";
        if (end == RunEnd.Idle)
        {
            account = WaitAccount.Of(_simulation);
            if (WaitAccount.IsStuck(_simulation)) end = RunEnd.Stuck;
        }
        long tick = end is RunEnd.TickReached ? _options.Until : _simulation.Now;
        _simulation.MoveTo(tick);
        return new RunResult(end, tick, _simulation.Activations - _activationsBefore, _windows,
            Stopwatch.GetElapsedTime(_startedAt), _manager.Name, _threads, account);
    }

    private RunEnd Loop()
    {
        while (true)
        {
            if (_options.Cancellation.IsCancellationRequested) return RunEnd.Cancelled;
            long start = _phase?.NextTick() ?? _simulation.Partitions[0].NextTick;
            if (start > _nextCheck && _nextCheck <= _simulation.StopTick && ConditionMet(start)) return RunEnd.ConditionMet;
            if (start > _simulation.StopTick) return RunEnd.Stopped;
            if (start > _options.Until) return start == long.MaxValue ? RunEnd.Idle : RunEnd.TickReached;
            long limit = Math.Min(Math.Min(_options.Until, _nextCheck), _simulation.StopTick) + 1;
            if (_phase is null)
            {
                RunAlone(limit);
            }
            else
            {
                _phase.Run(start, limit);
                foreach (Partition partition in _simulation.Partitions) _simulation.MoveTo(partition.Now);
                _windows++;
            }
            _slow?.Beat();
            if (_counting) EndCounting();
            if (_auto is not null || _options.Progress is not null) LookUp();
        }
    }

    private void RunAlone(long limit)
    {
        Partition all = _simulation.Partitions[0];
        try
        {
            all.Run(limit, _counting ? CountingStint : Stint);
        }
        catch (Exception thrown) when (thrown is not SimulationException)
        {
            throw all.Blame(thrown);
        }
        _simulation.Now = all.Now;
    }

    private void EndCounting()
    {
        bool enough = _simulation.Activations - _activationsBefore >= CountedActivations || Stopwatch.GetElapsedTime(_startedAt) > CountingTime;
        if (!enough) return;
        _counting = false;
        Use(_auto?.Begin(_options.Threads) ?? _manager, _options.Threads);
        _simulation.EndCounting();
    }

    /// <summary>Asks the caller's condition at the tick where it is due; all before that tick has happened, nothing after it.</summary>
    private bool ConditionMet(long start)
    {
        _simulation.MoveTo(Math.Min(_nextCheck, _options.Until));
        if (_options.StopWhen!()) return true;
        // Nothing changes until the next event, so questions before it need not be asked.
        _nextCheck = start >= Simulation.LastTick ? Simulation.LastTick : NextMultiple(start - 1, _options.StopWhenEvery);
        return false;
    }

    private static long NextMultiple(long tick, long every) => (tick / every + 1) * every;

    private void LookUp()
    {
        long now = Stopwatch.GetTimestamp();
        if (!_counting && _auto?.Reconsider(now, _simulation, _windows) is { } change) Use(change, _options.Threads);
        if (_options.Progress is null || Stopwatch.GetElapsedTime(_lastReport, now) < _options.ProgressInterval) return;
        _lastReport = now;
        _options.Progress(new RunProgress(_simulation.Now, _options.Until, _simulation.Activations - _activationsBefore,
            Stopwatch.GetElapsedTime(_startedAt, now), _manager.Name));
    }

    /// <summary>Hands the model to a manager: a new split, if it wants another.</summary>
    private void Use(ThreadManager manager, int threads)
    {
        var graph = new ModelGraph(_simulation);
        int[] split = manager.Split(graph, threads);
        int partitions = SplitCheck.Count(split, graph.Count, manager);
        (_manager, _threads) = (manager, partitions == 1 ? 1 : threads);
        _phase?.Settle();
        _simulation.Repartition(split, partitions);
        _phase = partitions == 1 ? null : _team ??= new ParallelPhase(_simulation, threads);
        _phase?.Use(manager, graph.Lookahead(split));
    }
}

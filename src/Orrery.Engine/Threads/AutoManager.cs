using System.Diagnostics;

namespace Orrery.Engine.Threads;

/// <summary>
/// Measures, chooses and switches while running. It begins with the sequential run, tries another manager where a window holds
/// enough work to pay for a barrier, keeps the faster, and looks again now and then. Looking costs 4 % of the time at most: the
/// longer the last look took, the later the next.
/// </summary>
public sealed class AutoManager : ThreadManager
{
    /// <summary>A window below this much work, in nanoseconds, is not worth a barrier and the phase between two.</summary>
    private const double WorthwhileWindow = 3_000;

    /// <summary>The same for models that send letters: to hand them from thread to thread costs more than to write into a link.</summary>
    private const double WorthwhileWindowOfLetters = 12_000;

    /// <summary>Another manager must be faster by this factor, or noise would decide.</summary>
    private const double Gain = 1.04;

    /// <summary>A look pays for itself over so many times its own length.</summary>
    private const double Patience = 25;

    /// <summary>How long a rate is measured, in nanoseconds, and over how many windows at least.</summary>
    private const double Slice = 400_000;
    private const int SliceWindows = 12;

    private enum Step
    {
        Work,
        MeasureOwn,
        WarmUp,
        MeasureOther,
    }

    private static readonly double NanosecondsPerTimestamp = 1e9 / Stopwatch.Frequency;
    private readonly ThreadManager _sequential = new SequentialManager();
    private readonly ThreadManager[] _candidates;
    private int _threads = 1;
    private int _turn;
    private Step _step = Step.MeasureOwn;
    private ThreadManager _best;
    private ThreadManager _other;
    private double _ownRate;
    private double _waitUntil;
    private double _lookBegan;
    private Mark _mark;
    private long _plainLookahead;

    /// <summary>Where a measurement began.</summary>
    private readonly record struct Mark(double At, long Activations, long Tick, long BusyTicks, long Windows);

    public AutoManager()
    {
        _best = _other = _sequential;
        _candidates = [new LocalityManager(), new StaticManager(), new StealingManager(), _sequential];
    }

    /// <inheritdoc/>
    public override string Name => "auto";

    /// <inheritdoc/>
    public override int[] Split(ModelGraph model, int threads) => _sequential.Split(model, threads);

    /// <inheritdoc/>
    public override int Next(int worker) => _sequential.Next(worker);

    /// <summary>Called with whom the run begins.</summary>
    internal ThreadManager Begin(int threads)
    {
        _threads = threads;
        return _sequential;
    }

    /// <summary>Called between windows; says with whom to go on, or null to leave it.</summary>
    internal ThreadManager? Reconsider(long timestamp, Simulation simulation, long windows)
    {
        if (_threads == 1 || simulation.Components.Count < 2) return null;
        double now = timestamp * NanosecondsPerTimestamp;
        if (_mark.At == 0 || _step == Step.Work)
        {
            if (now >= _waitUntil) BeginLook(now, simulation, windows);
            return null;
        }
        bool alone = ReferenceEquals(_step == Step.MeasureOwn ? _best : _other, _sequential);
        int share = _step == Step.WarmUp ? 4 : 1;
        if (now - _mark.At < Slice / share || WindowsSince(alone, simulation, windows) < SliceWindows / share) return null;
        switch (_step)
        {
            case Step.MeasureOwn:
                _ownRate = Rate(now, simulation);
                if (!IsWorthwhile(now, simulation)) return EndLook(now, null);
                do _other = _candidates[_turn++ % _candidates.Length];
                while (ReferenceEquals(_other, _best));
                return Go(Step.WarmUp, now, simulation, windows, _other);
            case Step.WarmUp:
                return Go(Step.MeasureOther, now, simulation, windows, null);
            default:
                if (Rate(now, simulation) < _ownRate * Gain) return EndLook(now, _best);
                _best = _other;
                return EndLook(now, null);
        }
    }

    private void BeginLook(double now, Simulation simulation, long windows)
    {
        _lookBegan = now;
        Go(Step.MeasureOwn, now, simulation, windows, null);
    }

    private ThreadManager? Go(Step step, double now, Simulation simulation, long windows, ThreadManager? change)
    {
        _step = step;
        _mark = new Mark(now, simulation.Activations, simulation.Now, simulation.Partitions[0].BusyTicks, windows);
        return change;
    }

    private ThreadManager? EndLook(double now, ThreadManager? change)
    {
        _step = Step.Work;
        _waitUntil = now + Patience * (now - _lookBegan);
        return change;
    }

    private double Rate(double now, Simulation simulation) => (simulation.Activations - _mark.Activations) / (now - _mark.At);

    /// <summary>
    /// Windows since the mark. A sequential run has none, so the lookahead of a plain split tells how many there would have been:
    /// what differs from one to the next must even out on both sides of the comparison.
    /// </summary>
    private long WindowsSince(bool alone, Simulation simulation, long windows) =>
        alone ? (simulation.Now - _mark.Tick) / PlainLookahead(simulation) : windows - _mark.Windows;

    private long PlainLookahead(Simulation simulation)
    {
        if (_plainLookahead == 0)
        {
            var graph = new ModelGraph(simulation);
            _plainLookahead = graph.Lookahead(Blocks.Split(graph, _threads));
        }
        return _plainLookahead;
    }

    /// <summary>Enough work in a window? One for so many ticks of the lookahead, and never more than ticks in which anything runs.</summary>
    private bool IsWorthwhile(double now, Simulation simulation)
    {
        if (!ReferenceEquals(_best, _sequential)) return true;
        double spans = Math.Max(1, simulation.Now - _mark.Tick) / (double)PlainLookahead(simulation);
        double busy = simulation.Partitions[0].BusyTicks - _mark.BusyTicks;
        double enough = simulation.Offices.Count == 0 ? WorthwhileWindow : WorthwhileWindowOfLetters;
        return (now - _mark.At) / Math.Max(1, Math.Min(spans, busy)) > enough;
    }
}

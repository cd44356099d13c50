using System.Diagnostics;

namespace Orrery.Engine.Threads;

/// <summary>
/// Measures, chooses and switches while running. It begins with the sequential run, tries other managers where a window holds enough
/// work to pay for a barrier, goes on with the fastest, and looks again now and then, for a few per cent of the time at most.
/// </summary>
public sealed class AutoManager : ThreadManager
{
    /// <summary>A window below this much work is not worth a barrier (which takes 0.5 to 2 us).</summary>
    private const double WorthwhileWindow = 4_000;

    /// <summary>Another manager must be faster by this factor.</summary>
    private const double Gain = 1.05;

    private static readonly double NanosecondsPerTimestamp = 1e9 / Stopwatch.Frequency;
    private readonly SequentialManager _sequential = new();
    private readonly List<ThreadManager> _candidates = [new StaticManager(), new LocalityManager(), new StealingManager()];
    private int _threads;
    private ThreadManager _best;
    private ThreadManager _trying;
    private int _nextCandidate = -1;
    private double _bestRate;
    private long _sliceStart;
    private long _sliceEnd;
    private long _sliceActivations;
    private long _sliceTick;
    private double _pause = 1e6;

    public AutoManager() => _best = _trying = _sequential;

    /// <inheritdoc/>
    public override string Name => "auto";

    /// <inheritdoc/>
    public override int[] Split(ModelGraph model, int threads) => _sequential.Split(model, threads);

    /// <inheritdoc/>
    public override int Next(int worker) => _sequential.Next(worker);

    internal ThreadManager Begin(int threads)
    {
        _threads = threads;
        _sliceStart = 0;
        return _sequential;
    }

    /// <summary>Called between windows; says with whom to go on, or null to leave it.</summary>
    internal (ThreadManager Manager, int Threads)? Reconsider(long now, Simulation simulation)
    {
        if (_threads == 1 || simulation.Components.Count < 2 || now < _sliceEnd) return null;
        if (_sliceStart == 0)
        {
            OpenSlice(now, simulation, 0.3e6);
            return null;
        }
        double nanoseconds = (now - _sliceStart) * NanosecondsPerTimestamp;
        double rate = (simulation.Activations - _sliceActivations) / nanoseconds;
        if (_nextCandidate < 0)
        {
            // The manager at work was measured afresh: that is what others are compared with.
            _bestRate = rate;
            if (!IsWorthTrying(nanoseconds, simulation))
            {
                OpenSlice(now, simulation, _pause);
                _pause = Math.Min(_pause * 2, 1e9);
                return null;
            }
        }
        else if (rate > _bestRate * Gain)
        {
            (_best, _bestRate) = (_trying, rate);
        }
        return TryNext(now, simulation);
    }

    private (ThreadManager Manager, int Threads)? TryNext(long now, Simulation simulation)
    {
        ThreadManager before = _trying;
        do _nextCandidate++;
        while (_nextCandidate <= _candidates.Count && Candidate(_nextCandidate) == _best);
        bool done = _nextCandidate > _candidates.Count;
        _trying = done ? _best : Candidate(_nextCandidate);
        double length = done ? _pause : 0.4e6;
        if (done)
        {
            _nextCandidate = -1;
            _pause = Math.Min(_pause * 3, 2e9);
        }
        OpenSlice(now, simulation, length);
        return ReferenceEquals(before, _trying) ? null : (_trying, ReferenceEquals(_trying, _sequential) ? 1 : _threads);
    }

    private ThreadManager Candidate(int index) => index < _candidates.Count ? _candidates[index] : _sequential;

    /// <summary>Enough work in a window? In a sequential run windows are not seen, so the lookahead of a plain split tells.</summary>
    private bool IsWorthTrying(double nanoseconds, Simulation simulation)
    {
        if (!ReferenceEquals(_best, _sequential)) return true;
        var graph = new ModelGraph(simulation, null);
        long lookahead = graph.Lookahead(Blocks.Split(graph, _threads));
        double ticks = simulation.Now - _sliceTick;
        return nanoseconds / Math.Max(1, ticks / lookahead) > WorthwhileWindow;
    }

    private void OpenSlice(long now, Simulation simulation, double nanoseconds)
    {
        _sliceStart = now;
        _sliceEnd = now + (long)(nanoseconds / NanosecondsPerTimestamp);
        (_sliceActivations, _sliceTick) = (simulation.Activations, simulation.Now);
    }
}

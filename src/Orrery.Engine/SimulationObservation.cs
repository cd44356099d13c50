using Orrery.Engine.Statistics;
using Orrery.Engine.Tracing;

namespace Orrery.Engine;

/// <content>What is written down while it runs: statistics and a trace. None of it changes a result.</content>
public sealed partial class Simulation
{
    private readonly List<Trace> _traces = [];
    private StatisticSet? _statistics;
    private TraceOptions? _tracing;

    /// <summary>The statistics of all components.</summary>
    public StatisticSet Statistics => _statistics ??= new StatisticSet(this);

    /// <summary>
    /// Whether statistics are kept where no pattern says otherwise; they are. Setting it, before <see cref="Start"/>, forgets
    /// the patterns given so far.
    /// </summary>
    public bool StatisticsEnabled
    {
        get => Statistics.Enabled;
        set => Statistics.Enabled = value;
    }

    /// <summary>What to trace; nothing where it is null, which is the default. Set before <see cref="Start"/>.</summary>
    public TraceOptions? Tracing
    {
        get => _tracing;
        set
        {
            RefuseWhenStarted("tracing");
            _tracing = value;
        }
    }

    /// <summary>Keeps statistics whose full name, or whose component's, matches; <c>*</c> is any text.</summary>
    public void EnableStatistics(string pattern) => Statistics.Enable(pattern);

    /// <summary>Does not keep statistics whose name matches; the last pattern that matches counts.</summary>
    public void DisableStatistics(string pattern) => Statistics.Disable(pattern);

    /// <summary>Writes what was traced as JSON for Perfetto or chrome://tracing; the bytes do not depend on threads.</summary>
    /// <exception cref="SimulationException">Nothing is traced: <see cref="Tracing"/> was not set before the start.</exception>
    public TraceSummary WriteTrace(Stream stream)
    {
        using var writer = new ChromeTraceWriter(stream, leaveOpen: true);
        return WriteTrace(writer);
    }

    /// <inheritdoc cref="WriteTrace(Stream)"/>
    public TraceSummary WriteTrace(string path)
    {
        using var writer = new ChromeTraceWriter(path);
        return WriteTrace(writer);
    }

    internal int Register(Trace trace)
    {
        RefuseLateChange();
        _traces.Add(trace);
        return _traces.Count - 1;
    }

    internal bool HasComponent(string pattern) => _names.Exists(name => NamePattern.Matches(pattern, name));

    internal void RefuseWhenStarted(string what)
    {
        if (_started) throw new SimulationException($"{what} is chosen before a simulation starts");
    }

    /// <summary>Called once, before any component starts.</summary>
    private void BeginObservation()
    {
        _statistics?.CheckPatterns();
        if (_tracing is null) return;
        _tracing.Check(this);
        var recorder = new TraceRecorder(_tracing);
        foreach (Trace trace in _traces)
        {
            if (_tracing.Includes(trace.Owner.Name)) trace.Begin(recorder);
        }
    }

    private TraceSummary WriteTrace(ChromeTraceWriter writer)
    {
        if (_tracing is null) throw new SimulationException("nothing was traced; set Simulation.Tracing before the start");
        return TraceFile.Write(writer, _traces, _tracing.MaximumEvents, Tick);
    }
}

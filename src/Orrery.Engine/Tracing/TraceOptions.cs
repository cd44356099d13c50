namespace Orrery.Engine.Tracing;

/// <summary>What to trace.</summary>
/// <example><code>
/// simulation.Tracing = new TraceOptions { Components = ["gpu0.sm*", "gpu0.l2"], From = 1_000_000, To = 2_000_000 };
/// simulation.Run();
/// TraceSummary summary = simulation.WriteTrace("trace.json");
/// </code></example>
public sealed record TraceOptions
{
    /// <summary>Full names of components; <c>*</c> is any text. All components by default.</summary>
    public IReadOnlyList<string> Components { get; init; } = ["*"];

    /// <summary>The first tick of the window.</summary>
    public long From { get; init; }

    /// <summary>The last tick of the window, inclusive. A span belongs to the window if any part of it does.</summary>
    public long To { get; init; } = Simulation.LastTick;

    /// <summary>The most events in the file: the first that were recorded. The file says how many more there were.</summary>
    public int MaximumEvents { get; init; } = 1_000_000;

    internal bool Includes(string component)
    {
        foreach (string pattern in Components)
        {
            if (NamePattern.Matches(pattern, component)) return true;
        }
        return false;
    }

    internal void Check(Simulation simulation)
    {
        Simulation.InRange(From, 0, Simulation.LastTick, "the trace", "first tick", "");
        Simulation.InRange(To, From, Simulation.LastTick, "the trace", "last tick", "");
        Simulation.InRange(MaximumEvents, 1, 1_000_000_000, "the trace", "maximum", "events");
        foreach (string pattern in Components)
        {
            if (pattern == "*" || simulation.HasComponent(pattern)) continue;
            throw new SimulationException($"the trace: no component has a name like {pattern}");
        }
    }
}

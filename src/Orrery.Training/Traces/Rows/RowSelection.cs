using Orrery.Configuration.Binding;
using Orrery.Configuration.Units;
using Orrery.Training.Timelines;

namespace Orrery.Training.Traces.Rows;

/// <summary>Which part of the timelines is shown.</summary>
public sealed record RowSelection
{
    [Parameter("Ranks that are shown; all where it is left out")]
    public IReadOnlyList<int> Ranks { get; init; } = [];

    [Parameter("Start of the window that is shown", Default = "0 s")]
    public Duration From { get; init; }

    [Parameter("End of that window; the end of the step where it is left out")]
    public Duration? To { get; init; }

    /// <summary>A bar is about 100 bytes of a file, so that the default gives some 25 megabytes, which Perfetto opens in a browser.</summary>
    [Parameter("Bars at most; where there are more, neighbours become one", Default = "250000", Min = 1000, Max = 100000000)]
    public int MostSpans { get; init; } = 250_000;

    internal (long From, long To) Window(long step)
    {
        long from = Ticks.Of(From.Seconds);
        return (from, To is { } to ? Math.Max(from, Ticks.Of(to.Seconds)) : step);
    }
}

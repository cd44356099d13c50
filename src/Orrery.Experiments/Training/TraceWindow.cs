using System.Globalization;
using Orrery.Configuration.Binding;
using Orrery.Configuration.Units;

namespace Orrery.Experiments.Training;

/// <summary>A part of a step.</summary>
public sealed record TraceWindow
{
    [Parameter("Where it begins, from the begin of the step", Default = "0 s", Min = 0)]
    public Duration Start { get; init; }

    [Parameter("How long it is", Default = "3600 s")]
    public Duration Length { get; init; } = new(3600);

    /// <summary>Where it ends, in seconds from the begin of the step.</summary>
    public double EndSeconds => Start.Seconds + Length.Seconds;

    /// <summary>Says, as a short clause, that it begins when the step is over, so that nothing would be shown; null where it does not.</summary>
    /// <param name="stepSeconds">How long the step is.</param>
    public string? Misses(double stepSeconds) => Start.Seconds < stepSeconds ? null : string.Create(CultureInfo.InvariantCulture,
        $"is after the end of the step, which takes {stepSeconds:G4} s: trace.json would be empty");
}

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
}

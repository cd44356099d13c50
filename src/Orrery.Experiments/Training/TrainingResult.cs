using Orrery.Training.Costs;
using Orrery.Training.Results;
using Orrery.Training.Timelines;

namespace Orrery.Experiments.Training;

/// <summary>One training step, and what would make it shorter.</summary>
public sealed record TrainingResult : ExperimentResult
{
    /// <summary>The step.</summary>
    public required StepResult Step { get; init; }

    /// <summary>What everything cost from which the step was composed.</summary>
    public required StepCosts Costs { get; init; }

    /// <summary>What would help, most first; empty where nobody asked.</summary>
    public required IReadOnlyList<Improvement> Improvements { get; init; }

    /// <summary>Ranks that a trace shows.</summary>
    public required IReadOnlyList<int> TraceRanks { get; init; }

    /// <summary>The part of the step that a trace shows; null for all of it.</summary>
    public TraceWindow? TraceWindow { get; init; }

    /// <summary>How closely operators were modelled.</summary>
    public required string Fidelity { get; init; }

    /// <summary>One device of each pipeline stage, in the first data-parallel replica.</summary>
    public IReadOnlyList<DeviceTimeline> Stages =>
        [.. Step.Timelines.Where(line => line.Replicas.Contains(0)).OrderBy(line => line.Stage)];

    /// <summary>What a device of a timeline holds over the step.</summary>
    public MemoryCurve MemoryOf(DeviceTimeline line) => MemoryCurve.Of(line, Step.StageMemory[line.Stage], Costs);
}

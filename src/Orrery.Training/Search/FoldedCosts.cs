using Orrery.Training.Costs;
using Orrery.Training.Schedules;

namespace Orrery.Training.Search;

/// <summary>What <see cref="StepCosts"/> holds, with stages that are alike told once.</summary>
internal sealed class FoldedCosts
{
    public required PipelineShape Shape { get; init; }

    public required IPipelineSchedule Schedule { get; init; }

    /// <summary>The kind of each stage.</summary>
    public required int[] KindOf { get; init; }

    /// <summary>What the chunks of each kind cost.</summary>
    public required PartCosts[][] Chunks { get; init; }

    /// <summary>What each kind does once a step.</summary>
    public required ClosingCosts[] Closing { get; init; }

    /// <summary>Ticks of a message from each stage to the next.</summary>
    public required long[] Messages { get; init; }

    /// <summary>Whether the sender computes while its message travels.</summary>
    public required bool OverlapMessages { get; init; }

    /// <summary>The chunks of a stage.</summary>
    public PartCosts[] ChunksOf(int stage) => Chunks[KindOf[stage]];

    /// <summary>What a stage does once a step.</summary>
    public ClosingCosts ClosingOf(int stage) => Closing[KindOf[stage]];
}

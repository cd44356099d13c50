using Orrery.Training.Schedules;

namespace Orrery.Training.Costs;

/// <summary>Everything from which the timelines of a step are composed; nothing in it knows of models or GPUs any more.</summary>
public sealed class StepCosts
{
    /// <summary>Stages, micro-batches and chunks.</summary>
    public required PipelineShape Shape { get; init; }

    /// <summary>What each chunk of each stage costs: stage x chunks + chunk.</summary>
    public required PartCosts[] Chunks { get; init; }

    /// <summary>Ticks of a message from each stage to the next one, the last to the first; backward they are the same.</summary>
    public required long[] MessageTicks { get; init; }

    /// <summary>Bytes of a message on one device.</summary>
    public double MessageBytes { get; init; }

    /// <summary>Whether the sender computes while its message travels.</summary>
    public bool OverlapMessages { get; init; }

    /// <summary>What each stage does once a step.</summary>
    public required ClosingCosts[] Closing { get; init; }

    /// <summary>The chunk of a stage.</summary>
    public PartCosts Of(int stage, int chunk) => Chunks[(stage * Shape.Chunks) + chunk];

    /// <summary>The profile of a task.</summary>
    public TaskProfile Of(int stage, PipelineTask task)
    {
        PartCosts part = Of(stage, task.Chunk);
        return task.Kind switch
        {
            TaskKind.Forward => part.Forward,
            TaskKind.Backward => part.Backward,
            TaskKind.InputGradient => part.InputGradient,
            _ => part.WeightGradient,
        };
    }

    /// <summary>A pipeline whose tasks all take the same time and whose messages and ends take none, for closed forms.</summary>
    public static StepCosts Even(PipelineShape shape, double forward, double backward, double weights = 0, double message = 0)
    {
        TaskProfile Of(double seconds) => TaskProfile.Of(Results.TimeKind.Compute, seconds);
        PartCosts part = new(Of(forward), Of(backward), Of(backward - weights), Of(weights), 0);
        return new StepCosts
        {
            Shape = shape,
            Chunks = [.. Enumerable.Repeat(part, shape.Stages * shape.Chunks)],
            MessageTicks = [.. Enumerable.Repeat(Timelines.Ticks.Of(message), shape.Stages)],
            OverlapMessages = true,
            Closing = [.. Enumerable.Repeat(ClosingCosts.None(shape.Chunks), shape.Stages)],
        };
    }
}

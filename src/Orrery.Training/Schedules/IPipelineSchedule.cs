namespace Orrery.Training.Schedules;

/// <summary>
/// The order in which each stage of a pipeline does its tasks. When a task starts follows from what it waits for; a schedule only says what
/// comes next. Write a class of your own to try another.
/// </summary>
public interface IPipelineSchedule
{
    /// <summary>Name, as in files.</summary>
    string Name { get; }

    /// <summary>Why it cannot order a pipeline of this shape; null where it can.</summary>
    string? Refuses(PipelineShape shape) => null;

    /// <summary>
    /// A pipeline with as few micro-batches as still make each stage hold as many at once, so that memory is told without walking through
    /// all of them; the same pipeline where that is not known.
    /// </summary>
    PipelineShape Shortest(PipelineShape shape) => shape;

    /// <summary>The tasks of one stage in their order: every micro-batch and chunk forward and backward, once.</summary>
    /// <param name="stage">The stage, from 0.</param>
    /// <param name="shape">The pipeline.</param>
    IReadOnlyList<PipelineTask> Tasks(int stage, PipelineShape shape);
}

namespace Orrery.Training.Schedules;

/// <summary>
/// All micro-batches forward, then all backward (Huang et al., GPipe, NeurIPS 2019, arXiv 1811.06965). Every stage holds the activations of
/// all micro-batches. Idle part of the step where all stages are equal: (p - 1) / (m + p - 1).
/// </summary>
public sealed class GPipeSchedule : IPipelineSchedule
{
    public string Name => "gpipe";

    public string? Refuses(PipelineShape shape) =>
        shape.Chunks > 1 ? "gpipe has one chunk a stage: set virtual_stages to 1 or schedule to interleaved" : null;

    public IReadOnlyList<PipelineTask> Tasks(int stage, PipelineShape shape)
    {
        List<PipelineTask> tasks = new(2 * shape.MicroBatches);
        foreach (TaskKind kind in (ReadOnlySpan<TaskKind>)[TaskKind.Forward, TaskKind.Backward])
        {
            for (int batch = 0; batch < shape.MicroBatches; batch++)
            {
                tasks.Add(new PipelineTask(kind, batch, 0));
            }
        }

        return tasks;
    }
}

namespace Orrery.Training.Schedules;

/// <summary>
/// One forward, one backward in turn, once the pipeline is full (PipeDream-Flush: Narayanan et al., ICML 2021, arXiv 2006.09503). As idle
/// as GPipe, but stage i holds p - i micro-batches at most.
/// </summary>
public sealed class OneForwardOneBackward : IPipelineSchedule
{
    public string Name => "1f1b";

    public string? Refuses(PipelineShape shape) =>
        shape.Chunks > 1 ? "1f1b has one chunk a stage: set virtual_stages to 1 or schedule to interleaved" : null;

    public PipelineShape Shortest(PipelineShape shape) => shape with { MicroBatches = Math.Min(shape.MicroBatches, shape.Stages) };

    public IReadOnlyList<PipelineTask> Tasks(int stage, PipelineShape shape)
    {
        int ahead = Math.Min(shape.Stages - stage - 1, shape.MicroBatches);
        List<PipelineTask> tasks = new(2 * shape.MicroBatches);
        for (int batch = 0; batch < ahead; batch++)
        {
            tasks.Add(new PipelineTask(TaskKind.Forward, batch, 0));
        }

        for (int batch = 0; batch < shape.MicroBatches; batch++)
        {
            if (batch + ahead < shape.MicroBatches)
            {
                tasks.Add(new PipelineTask(TaskKind.Forward, batch + ahead, 0));
            }

            tasks.Add(new PipelineTask(TaskKind.Backward, batch, 0));
        }

        return tasks;
    }
}

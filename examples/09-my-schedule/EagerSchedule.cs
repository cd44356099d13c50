using Orrery.Training.Schedules;

namespace Orrery.Examples.MySchedule;

/// <summary>
/// 1F1B that starts twice as many micro-batches ahead, so that messages between stages hide behind computation (eager-1F1B: Zhuang et al.,
/// MLSys 2023, arXiv 2211.05322). It holds up to twice the activations.
/// </summary>
public sealed class EagerSchedule : IPipelineSchedule
{
    public string Name => "eager-1f1b";

    public string? Refuses(PipelineShape shape) =>
        shape.Chunks > 1 ? "eager-1f1b has one chunk a stage: set virtual_stages to 1" : null;

    public IReadOnlyList<PipelineTask> Tasks(int stage, PipelineShape shape)
    {
        int ahead = Math.Min(2 * (shape.Stages - stage - 1), shape.MicroBatches);
        List<PipelineTask> tasks = [];
        for (int batch = 0; batch < shape.MicroBatches + ahead; batch++)
        {
            if (batch < shape.MicroBatches) tasks.Add(new PipelineTask(TaskKind.Forward, batch, 0));
            if (batch >= ahead) tasks.Add(new PipelineTask(TaskKind.Backward, batch - ahead, 0));
        }
        return tasks;
    }
}

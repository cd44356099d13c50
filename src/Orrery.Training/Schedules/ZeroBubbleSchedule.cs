namespace Orrery.Training.Schedules;

/// <summary>
/// ZB-H1 (Qi et al., Zero bubble pipeline parallelism, ICLR 2024, arXiv 2401.10241): 1F1B whose backward pass is split, so that gradients of
/// weights fill gaps. It holds as much as 1F1B; where the three parts of a task are equal, each stage idles (p - 1) of them, a third of 1F1B.
/// A single stage waits for nobody: nothing is gained by a split, so its backward pass stays whole, and the order is 1F1B.
/// </summary>
public sealed class ZeroBubbleSchedule : IPipelineSchedule
{
    public string Name => "zb-h1";

    public string? Refuses(PipelineShape shape) =>
        shape.Chunks > 1 ? "zb-h1 has one chunk a stage: set virtual_stages to 1" : null;

    public PipelineShape Shortest(PipelineShape shape) => shape with { MicroBatches = Math.Min(shape.MicroBatches, 2 * shape.Stages) };

    public IReadOnlyList<PipelineTask> Tasks(int stage, PipelineShape shape)
    {
        if (shape.Stages == 1)
        {
            return new OneForwardOneBackward().Tasks(stage, shape);
        }

        int ahead = Math.Min(shape.Stages - stage - 1, shape.MicroBatches);
        List<PipelineTask> tasks = new(3 * shape.MicroBatches);
        for (int batch = 0; batch < ahead; batch++)
        {
            tasks.Add(new PipelineTask(TaskKind.Forward, batch, 0));
        }

        // Later stages put off more gradients of weights: so many as the stage before waits for.
        for (int batch = 0; batch < shape.MicroBatches; batch++)
        {
            if (batch + ahead < shape.MicroBatches)
            {
                tasks.Add(new PipelineTask(TaskKind.Forward, batch + ahead, 0));
            }

            tasks.Add(new PipelineTask(TaskKind.InputGradient, batch, 0));
            if (batch >= stage)
            {
                tasks.Add(new PipelineTask(TaskKind.WeightGradient, batch - stage, 0));
            }
        }

        for (int batch = Math.Max(0, shape.MicroBatches - stage); batch < shape.MicroBatches; batch++)
        {
            tasks.Add(new PipelineTask(TaskKind.WeightGradient, batch, 0));
        }

        return tasks;
    }
}

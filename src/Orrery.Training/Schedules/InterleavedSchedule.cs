namespace Orrery.Training.Schedules;

/// <summary>
/// One forward, one backward over several chunks of layers a stage (Narayanan et al., SC 2021, arXiv 2104.04473, section 2.2.2): groups of p
/// micro-batches pass a chunk, then the next. Idle part of the step where all chunks are equal: (p - 1) / (m v + p - 1).
/// </summary>
public sealed class InterleavedSchedule : IPipelineSchedule
{
    public string Name => "interleaved";

    public string? Refuses(PipelineShape shape) => shape.MicroBatches % shape.Stages != 0
        ? $"interleaving passes micro-batches in groups of {shape.Stages}, one for each stage, and {shape.MicroBatches} is no multiple"
        : shape.Stages == 1 && shape.Chunks > 1 ? "one stage has nothing to interleave: set virtual_stages to 1" : null;

    public PipelineShape Shortest(PipelineShape shape) => shape with { MicroBatches = Math.Min(shape.MicroBatches, 2 * shape.Stages) };

    public IReadOnlyList<PipelineTask> Tasks(int stage, PipelineShape shape)
    {
        int total = shape.MicroBatches * shape.Chunks;

        // With one group alone Megatron-LM does everything forward first.
        int ahead = shape.MicroBatches == shape.Stages ? total
            : Math.Min(total, ((shape.Stages - stage - 1) * 2) + ((shape.Chunks - 1) * shape.Stages));
        List<PipelineTask> tasks = new(2 * total);
        for (int index = 0; index < ahead; index++)
        {
            tasks.Add(Forward(index, shape));
        }

        for (int index = 0; index < total; index++)
        {
            if (index + ahead < total)
            {
                tasks.Add(Forward(index + ahead, shape));
            }

            PipelineTask mirror = Forward(index, shape);
            tasks.Add(new PipelineTask(TaskKind.Backward, mirror.MicroBatch, shape.Chunks - 1 - mirror.Chunk));
        }

        return tasks;
    }

    private static PipelineTask Forward(int index, PipelineShape shape)
    {
        int group = shape.Stages * shape.Chunks;
        int micro = (index / group * shape.Stages) + (index % shape.Stages);
        return new PipelineTask(TaskKind.Forward, micro, index % group / shape.Stages);
    }
}

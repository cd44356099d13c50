namespace Orrery.Training.Schedules;

/// <summary>Whether a schedule does every task once, and whether it ever ends.</summary>
public static class ScheduleCheck
{
    /// <summary>What is missing, doubled or unknown in a schedule; null where it is complete.</summary>
    public static string? Incomplete(IPipelineSchedule schedule, PipelineShape shape)
    {
        for (int stage = 0; stage < shape.Stages; stage++)
        {
            HashSet<PipelineTask> seen = [];
            foreach (PipelineTask task in schedule.Tasks(stage, shape))
            {
                if (task.MicroBatch < 0 || task.MicroBatch >= shape.MicroBatches || task.Chunk < 0 || task.Chunk >= shape.Chunks)
                {
                    return $"stage {stage} has {task}, but there are {shape.MicroBatches} micro-batches and {shape.Chunks} chunks, from 0";
                }

                TaskKind? before = task.Kind switch
                {
                    TaskKind.Forward => null,
                    TaskKind.WeightGradient => TaskKind.InputGradient,
                    _ => TaskKind.Forward,
                };
                if (before is { } first && !seen.Contains(task with { Kind = first }))
                {
                    return $"stage {stage} does {task} before {task with { Kind = first }}";
                }

                if (!seen.Add(task))
                {
                    return $"stage {stage} does {task} twice";
                }
            }

            if (Missing(seen, shape) is { } missing)
            {
                return $"stage {stage} never does {missing}";
            }
        }

        return null;
    }

    private static PipelineTask? Missing(HashSet<PipelineTask> seen, PipelineShape shape)
    {
        for (int batch = 0; batch < shape.MicroBatches; batch++)
        {
            for (int chunk = 0; chunk < shape.Chunks; chunk++)
            {
                PipelineTask Task(TaskKind kind) => new(kind, batch, chunk);
                bool whole = seen.Contains(Task(TaskKind.Backward));
                TaskKind[] needed = whole ? [TaskKind.Forward] : [TaskKind.Forward, TaskKind.InputGradient, TaskKind.WeightGradient];
                foreach (TaskKind kind in needed)
                {
                    if (!seen.Contains(Task(kind)))
                    {
                        return kind == TaskKind.InputGradient && !seen.Contains(Task(TaskKind.WeightGradient)) ? Task(TaskKind.Backward)
                            : Task(kind);
                    }
                }
            }
        }

        return null;
    }
}

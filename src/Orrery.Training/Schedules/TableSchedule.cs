using System.Globalization;

namespace Orrery.Training.Schedules;

/// <summary>
/// A schedule that is written out: one line a stage, tasks in their order, such as <c>F0 F1 B0 F2 B1 B2</c>. A letter says what is done (F
/// forward, B backward, I gradients of inputs, W gradients of weights), a number the micro-batch, a second one behind a point the chunk.
/// </summary>
public sealed class TableSchedule : IPipelineSchedule
{
    private readonly PipelineTask[][] _stages;

    private TableSchedule(string name, PipelineTask[][] stages) => (Name, _stages) = (name, stages);

    public string Name { get; }

    /// <summary>Reads a table; null with the reason where it is none.</summary>
    public static TableSchedule? Read(string name, string text, out string? problem)
    {
        string[] lines = [.. text.Split('\n').Select(line => line.Split('#')[0].Trim()).Where(line => line.Length > 0)];
        List<PipelineTask[]> stages = [];
        foreach (string line in lines)
        {
            List<PipelineTask> tasks = [];
            foreach (string word in line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                if (TaskOf(word) is not { } task)
                {
                    problem = $"stage {stages.Count} has a task '{word}', which is not like F0, B3 or W2.1";
                    return null;
                }

                tasks.Add(task);
            }

            stages.Add([.. tasks]);
        }

        problem = stages.Count == 0 ? "the table has no stage" : null;
        return problem is null ? new TableSchedule(name, [.. stages]) : null;
    }

    public string? Refuses(PipelineShape shape) => _stages.Length != shape.Stages
        ? $"the table has {_stages.Length} stages and the plan {shape.Stages}" : ScheduleCheck.Incomplete(this, shape);

    public IReadOnlyList<PipelineTask> Tasks(int stage, PipelineShape shape) => _stages[stage];

    private static PipelineTask? TaskOf(string word)
    {
        TaskKind? kind = char.ToUpperInvariant(word[0]) switch
        {
            'F' => TaskKind.Forward,
            'B' => TaskKind.Backward,
            'I' => TaskKind.InputGradient,
            'W' => TaskKind.WeightGradient,
            _ => null,
        };
        string[] numbers = word[1..].Split('.');
        int chunk = 0;
        bool read = int.TryParse(numbers[0], NumberStyles.None, CultureInfo.InvariantCulture, out int batch)
            && (numbers.Length == 1 || (numbers.Length == 2
                && int.TryParse(numbers[1], NumberStyles.None, CultureInfo.InvariantCulture, out chunk)));
        return kind is { } known && read ? new PipelineTask(known, batch, chunk) : null;
    }
}

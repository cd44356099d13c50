using Orrery.Experiments.Training;
using Orrery.Training;
using Orrery.Training.Results;
using Orrery.Training.Traces.Writing;

namespace Orrery.Experiments.Replay;

/// <summary>Writes the timelines of a training experiment as Chakra traces, from which a replay, or ASTRA-sim, takes them.</summary>
/// <param name="Folder">Where they go.</param>
/// <param name="Ranks">The ranks: <c>all</c>, <c>stages</c> or numbers.</param>
/// <param name="Together">Whether equal operators of a task become one node.</param>
public sealed record StepExport(string Folder, string Ranks, bool Together)
{
    /// <summary>Why an experiment cannot be written so, before it runs; null where it can.</summary>
    public string? Problem(IExperiment experiment)
    {
        if (experiment is not TrainingExperiment training)
        {
            return $"a {experiment.Kind} experiment has no timelines to write (allowed: experiment: training)";
        }

        if (TracedRanks.Read(Ranks, training.Plan, out string? problem) is null)
        {
            return $"{problem} (allowed: {TracedRanks.Allowed})";
        }

        return File.Exists(Folder) ? "is a file, not a folder"
            : Directory.Exists(Folder) && Directory.EnumerateFiles(Folder, "*.et").Any() ? "holds traces already: name another folder" : null;
    }

    /// <summary>Writes the traces of a step, and the file of groups beside them.</summary>
    /// <returns>The files of the ranks.</returns>
    /// <exception cref="IOException">They could not be written.</exception>
    public IReadOnlyList<string> Write(TrainingResult result)
    {
        StepResult step = result.Step;
        TrainingSimulator simulator = new(Fidelities.Find(result.Fidelity)!);
        IReadOnlyList<int> ranks = TracedRanks.Read(Ranks, step.Plan, out _)!;
        try
        {
            return StepTraces.Write(step, simulator.Book(step.Model, step.Cluster), Folder, ranks, Together);
        }
        catch (AggregateException several) when (several.InnerExceptions.All(one => one is IOException or UnauthorizedAccessException))
        {
            throw new IOException(several.InnerExceptions[0].Message, several);
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new IOException(denied.Message, denied);
        }
    }
}

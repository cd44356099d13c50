using Orrery.Experiments;
using Orrery.Experiments.Replay;
using Orrery.Reporting.Replay;
using Orrery.Reporting.Training;
using Spectre.Console;

namespace Orrery.Cli.Screens;

/// <summary>What a person sees of a replay: the step, and where the time of the slowest, the fastest and the mean rank goes.</summary>
public sealed class ReplayScreen : IResultScreen
{
    public bool Handles(ExperimentResult result) => result is ReplayedStep;

    public void Print(ExperimentResult result, IReadOnlyList<string> overrides, IAnsiConsole screen)
    {
        ReplayedStep step = (ReplayedStep)result;
        screen.WriteLine();
        screen.MarkupLine($"[bold]{Markup.Escape(ReplayVerdict.Work(step))}[/]");
        screen.MarkupLine(Markup.Escape(ReplayVerdict.Machine(step)));
        if (overrides.Count > 0)
            screen.MarkupLine(Markup.Escape("with " + string.Join(", ", overrides)));
        screen.WriteLine();
        screen.Write(Tables.Facts([.. ReplayVerdict.Answer(step)]));
        Table table = Tables.List("Where the time goes", ">Done at", ">Compute", ">Communication", ">Idle", ">Hidden");
        foreach ((string who, double end, double compute, double communication, double idle, double hidden) in ReplayVerdict.Times(step))
            table.AddRow([who, .. ((double[])[end, compute, communication, idle, hidden]).Select(TrainingVerdict.Seconds)]);
        screen.Write(table);
        foreach (string note in step.Notes)
            screen.MarkupLine($"[grey]{Markup.Escape(note)}[/]");
        screen.WriteLine();
    }
}

using Orrery.Experiments;
using Orrery.Experiments.Training;
using Orrery.Reporting.Numbers;
using Orrery.Reporting.Training;
using Orrery.Training.Memory;
using Orrery.Training.Results;
using Orrery.Training.Timelines;
using Spectre.Console;

namespace Orrery.Cli.Screens;

/// <summary>What a person sees of a training step: the answer, where time and memory go, what decides, what would help.</summary>
public sealed class TrainingScreen : IResultScreen
{
    private const int BarWidth = 30;
    private const int MostHints = 6;

    public bool Handles(ExperimentResult result) => result is TrainingResult;

    public void Print(ExperimentResult result, IReadOnlyList<string> overrides, IAnsiConsole screen) =>
        Print((TrainingResult)result, overrides, screen);

    private static void Print(TrainingResult result, IReadOnlyList<string> overrides, IAnsiConsole screen)
    {
        screen.WriteLine();
        screen.MarkupLine($"[bold]{Markup.Escape(TrainingVerdict.Work(result))}[/]");
        screen.MarkupLine(Markup.Escape(TrainingVerdict.Machine(result, overrides)));
        screen.MarkupLine(Markup.Escape(TrainingVerdict.Split(result.Step.Plan)));
        screen.MarkupLine(Markup.Escape(TrainingVerdict.Order(result.Step.Plan)));
        screen.WriteLine();
        screen.Write(Tables.Facts([.. TrainingVerdict.Answer(result)]));
        screen.Write(Time(result.Step));
        foreach (MemoryTier tier in (MemoryTier[])[MemoryTier.Gpu, .. result.Step.TiersAway])
            screen.Write(Memory(result.Step.Fullest(tier), tier));
        List(screen, "What decides", result.Step.CriticalPath);
        if (result.Improvements.Count > 0)
            List(screen, "What would help most", result.Improvements.Take(MostHints).Select(TrainingVerdict.Help));
        foreach (string note in result.Notes)
            screen.MarkupLine($"[grey]{Markup.Escape(note)}[/]");
        screen.WriteLine();
    }

    private static Table Time(StepResult step)
    {
        Table table = Tables.List("Where the time goes", ">Time", ">Share", "");
        table.Columns[0].Footer("Step");
        table.Columns[1].Footer(TrainingVerdict.Seconds(step.StepSeconds));
        table.Columns[2].Footer("100 %");
        foreach (TimeKind kind in TimeNames.All.Where(kind => step.Breakdown[kind] > 0))
        {
            double share = (double)step.Breakdown[kind] / step.StepTicks;
            table.AddRow(TimeNames.Of(kind), $"[bold]{TrainingVerdict.Seconds(Ticks.Seconds(step.Breakdown[kind]))}[/]", Readable.Share(share),
                $"[{Color(kind)}]{Bar.Of(share, BarWidth)}[/]");
        }
        return table;
    }

    private static Table Memory(MemoryUse use, MemoryTier tier)
    {
        (double total, double room) = (use.TotalOf(tier), use.CapacityOf(tier));
        string Share(double bytes) => room > 0 ? Readable.Share(bytes / room) : "";
        Table table = Tables.List($"{TierNames.Heading(tier)}, stage {use.Stage}", ">Held", ">Share", "");
        table.Columns[0].Footer("Together, of " + TrainingVerdict.Memory(room));
        table.Columns[1].Footer(TrainingVerdict.Memory(total));
        table.Columns[2].Footer(Share(total));
        foreach ((string name, double bytes) in use.PartsOf(tier).Where(part => part.Bytes > 0))
            table.AddRow(name, $"[bold]{TrainingVerdict.Memory(bytes)}[/]", Share(bytes), $"[grey]{(room > 0 ? Bar.Of(bytes / room, BarWidth) : "")}[/]");
        return table;
    }

    private static void List(IAnsiConsole screen, string heading, IEnumerable<string> lines)
    {
        screen.MarkupLine($"[bold]{heading}[/]");
        foreach (string line in lines)
            screen.MarkupLine("  " + Markup.Escape(line));
        screen.WriteLine();
    }

    private static string Color(TimeKind kind) => kind switch
    {
        TimeKind.Compute => "dodgerblue1",
        TimeKind.Recompute => "mediumpurple2",
        TimeKind.Optimizer => "olive",
        TimeKind.Bubble => "grey",
        _ => "orange1",
    };
}

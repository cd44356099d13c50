using System.Globalization;
using Orrery.Experiments;
using Orrery.Experiments.Search;
using Orrery.Reporting.Numbers;
using Orrery.Reporting.Search;
using Orrery.Reporting.Training;
using Orrery.Training.Search;
using Spectre.Console;

namespace Orrery.Cli.Screens;

/// <summary>What a person sees of a search: the best plan, the runners-up and why they lose, the front, the counts.</summary>
public sealed class SearchScreen : IResultScreen
{
    private const int MostOfFront = 20;
    private const int MostRanks = 20;

    public bool Handles(ExperimentResult result) => result is SearchResult;

    public void Print(ExperimentResult result, IReadOnlyList<string> overrides, IAnsiConsole screen) =>
        Print((SearchResult)result, overrides, screen);

    private static void Print(SearchResult result, IReadOnlyList<string> overrides, IAnsiConsole screen)
    {
        SearchOutcome outcome = result.Outcome;
        RankedPlan best = outcome.Best[0];
        string changes = overrides.Count > 0 ? $" with {string.Join(", ", overrides)}" : "";
        screen.WriteLine();
        screen.MarkupLine($"[bold]Plans for {Markup.Escape(outcome.Model.Name)}[/] on {Markup.Escape(outcome.Cluster.Name)}: "
            + $"{Markup.Escape(TrainingVerdict.Gpus(outcome.Cluster))}{Markup.Escape(changes)}, {Markup.Escape(result.Fidelity)} model");
        screen.WriteLine();
        string claim = outcome.Complete ? "Best, and proven best within the space" : "Best so far; the search was stopped, so nothing is proven";
        screen.MarkupLine($"[bold]{claim}:[/] {Markup.Escape(PlanWords.Of(best.Plan))}");
        screen.Write(Tables.Facts(
        [
            ("step time", TrainingVerdict.Seconds(best.StepSeconds)),
            ("throughput", $"{Readable.Digits(best.TokensPerSecondPerGpu)} tokens/s a GPU, MFU {Readable.Share(best.Mfu)}"),
            .. TrainingVerdict.Held(best.Result!),
        ]));
        screen.Write(Ranking(outcome));
        screen.MarkupLine("[bold]Why the runners-up lose[/]");
        for (int rank = 1; rank < outcome.Best.Count && outcome.Best[rank].Loses.Length > 0; rank++)
        {
            RankedPlan plan = outcome.Best[rank];
            screen.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {rank + 1,2}  {string.Join(", ", Comparison.Changes(best.Plan, plan.Plan))}: {plan.Loses}"));
        }
        screen.Write(Front(outcome));
        screen.Write(Tables.Facts(SearchVerdict.Counts(outcome).Select(pair => (pair.Name, (string?)pair.Value)).ToArray()));
        foreach (string note in result.Notes)
            screen.MarkupLine($"[grey]{Markup.Escape(note)}[/]");
        screen.WriteLine();
    }

    private static Table Ranking(SearchOutcome outcome)
    {
        Table table = Tables.List(">#", "Plan", ">GPUs", ">Step", ">Tok/s/GPU", ">MFU", ">GiB");
        table.Columns[1].NoWrap = false;
        int rank = 0;
        foreach (RankedPlan one in outcome.Best.Take(MostRanks))
            table.AddRow([Number(++rank), .. Cells(one)]);
        return table;
    }

    private static Table Front(SearchOutcome outcome)
    {
        Table table = Tables.List("The front: no plan beats these in time, memory and GPUs at once", ">GPUs", ">Step", ">Tok/s/GPU", ">MFU", ">GiB");
        table.Columns[0].NoWrap = false;
        foreach (RankedPlan one in outcome.Front.Take(MostOfFront))
            table.AddRow(Cells(one));
        if (outcome.Front.Count > MostOfFront)
            table.Caption(string.Create(CultureInfo.InvariantCulture, $"and {outcome.Front.Count - MostOfFront} more; --json gives all"));
        return table;
    }

    private static string[] Cells(RankedPlan one) =>
    [
        Markup.Escape(PlanWords.Short(one.Plan)), Number(one.Gpus), $"[bold]{TrainingVerdict.Seconds(one.StepSeconds)}[/]",
        Readable.Digits(one.TokensPerSecondPerGpu), Readable.Share(one.Mfu), TrainingVerdict.Memory(one.MemoryBytes)[..^4],
    ];

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}

using Orrery.CostModels;
using Orrery.Experiments;
using Orrery.Experiments.Operators;
using Orrery.Reporting.Numbers;
using Orrery.Reporting.Operators;
using Spectre.Console;

namespace Orrery.Cli.Screens;

/// <summary>What a person sees of operators on a GPU: what ran, its operators with bars, and what bounds it.</summary>
public sealed class OperatorsScreen : IResultScreen
{
    private const int LongestBar = 24;
    private const int ShortestBar = 5;
    private const int ShortestShape = 12;

    public bool Handles(ExperimentResult result) => result is OperatorsResult;

    public void Print(ExperimentResult result, IReadOnlyList<string> overrides, IAnsiConsole screen) =>
        Print((OperatorsResult)result, overrides, screen);

    public static void Print(OperatorsResult result, IReadOnlyList<string> overrides, IAnsiConsole screen)
    {
        screen.WriteLine();
        screen.MarkupLine($"[bold]{Markup.Escape(Verdict.Work(result))}[/]");
        screen.MarkupLine(Markup.Escape(Verdict.Machine(result, overrides)));
        screen.Write(Operators(result, screen.Profile.Width));
        screen.MarkupLine("[bold]" + Markup.Escape(Verdict.WhatBounds(result)) + "[/]");
        screen.MarkupLine(Markup.Escape(Verdict.Heaviest(result)));
        screen.MarkupLine(Markup.Escape(Verdict.Reached(result)));
        if (Verdict.Measured(result) is { } measured)
            screen.MarkupLine(Markup.Escape(measured));
        foreach (string note in result.Notes.Where(note => note.StartsWith("Closed forms", StringComparison.Ordinal)))
            screen.MarkupLine("[orange1]" + Markup.Escape(note) + "[/]");
        screen.WriteLine();
        if (result.Cycle is { } cycle)
            CycleScreen.Print(result, cycle, screen);
    }

    private static Table Operators(OperatorsResult result, int width)
    {
        IReadOnlyList<OperatorGroup> groups = OperatorGroup.Of(result);
        int shapeWidth = groups.Max(group => group.First.Shape.Length);
        // What is left after the names and the numbers (59 columns with their gaps) goes to the shapes and the bars.
        int room = width - groups.Max(group => NameOf(group).Length) - 59;
        if (room < shapeWidth + ShortestBar)
            shapeWidth = room - ShortestBar >= ShortestShape ? room - ShortestBar : 0;
        if (shapeWidth == 0)
            room += 2;
        // In a narrow window the intensity goes first: it is one column divided by another.
        bool intensity = room - shapeWidth >= ShortestBar;
        int barWidth = Math.Clamp(room - shapeWidth + (intensity ? 0 : 8), ShortestBar, LongestBar);

        Table table = new Table().Border(TableBorder.Simple).BorderColor(Color.Grey);
        Column(table, "Operator", "Total");
        if (shapeWidth > 0)
            Column(table, "Shape");
        Column(table, "FLOP", Readable.Count(result.Flops), number: true);
        Column(table, "Bytes", Readable.Bytes(result.Bytes), number: true);
        if (intensity)
            Column(table, "FLOP/B", Readable.Digits(result.Bytes > 0 ? result.Flops / result.Bytes : 0), number: true);
        Column(table, "Time", Readable.Time(result.TimeSeconds), number: true);
        Column(table, "Share", "100 %", number: true);
        Column(table, "");
        Column(table, "Bound");

        double largest = groups.Max(group => group.Share);
        foreach (OperatorGroup group in groups)
        {
            string color = ColorOf(group.Bound);
            string[] shape = shapeWidth > 0 ? [$"[grey]{Markup.Escape(Shortened(group.First.Shape, shapeWidth))}[/]"] : [];
            string[] ratio = intensity ? [Readable.Digits(group.ArithmeticIntensity)] : [];
            table.AddRow(
            [
                Markup.Escape(NameOf(group)),
                .. shape,
                Readable.Count(group.Flops),
                Readable.Bytes(group.Bytes),
                .. ratio,
                $"[bold]{Readable.Time(group.TimeSeconds)}[/]",
                Readable.Share(group.Share),
                $"[{color}]{Bar.Of(group.Share / largest, barWidth)}[/]",
                $"[{color}]{Names.Of(group.Bound)}[/]",
            ]);
        }
        return table;
    }

    private static void Column(Table table, string header, string footer = "", bool number = false)
    {
        TableColumn column = new TableColumn(header).NoWrap().Footer(footer).PadLeft(0).PadRight(1);
        table.AddColumn(number ? column.RightAligned() : column);
    }

    private static string NameOf(OperatorGroup group) => group.Count > 1 ? $"{group.Name} x {group.Count}" : group.Name;

    private static string Shortened(string text, int width) => text.Length <= width ? text : text[..(width - 1)] + "…";

    private static string ColorOf(Bound bound) => bound switch
    {
        Bound.Compute => "dodgerblue1",
        Bound.Memory => "orange1",
        Bound.L2 => "mediumturquoise",
        _ => "grey",
    };
}

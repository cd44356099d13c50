using Orrery.CostModels;
using Orrery.Experiments;
using Orrery.Reporting.Layers;
using Orrery.Reporting.Numbers;
using Spectre.Console;

namespace Orrery.Cli.Screens;

/// <summary>What a person sees of a layer: what ran, its operators with bars, and what bounds it.</summary>
public static class LayerScreen
{
    private const int BarWidth = 12;

    public static void Print(LayerResult result, IAnsiConsole screen)
    {
        IReadOnlyList<OperatorGroup> groups = OperatorGroup.Of(result);
        screen.WriteLine();
        screen.MarkupLine($"[bold]{Markup.Escape(LayerVerdict.Work(result))}[/]");
        screen.MarkupLine($"on [bold]{Markup.Escape(result.Gpu)}[/], {Markup.Escape(result.Fidelity)} model");
        screen.Write(Operators(result, groups));
        screen.MarkupLine("[bold]" + Markup.Escape(LayerVerdict.WhatBounds(result)) + "[/]");
        screen.MarkupLine(Markup.Escape(LayerVerdict.Heaviest(result)));
        screen.MarkupLine(Markup.Escape(LayerVerdict.Reached(result)));
        screen.WriteLine();
    }

    private static Table Operators(LayerResult result, IReadOnlyList<OperatorGroup> groups)
    {
        Table table = new Table().Border(TableBorder.Simple).BorderColor(Color.Grey);
        double largest = groups.Max(group => group.Share);
        string total = Readable.Time(result.TimeSeconds);
        table.AddColumn(Text("Operator", footer: "Total"));
        table.AddColumn(Text("Shape"));
        table.AddColumn(Number("FLOP", Readable.Count(result.Flops)));
        table.AddColumn(Number("Bytes", Readable.Bytes(result.Bytes)));
        table.AddColumn(Number("FLOP/B", Readable.Digits(result.Bytes > 0 ? result.Flops / result.Bytes : 0)));
        table.AddColumn(Number("Time", total));
        table.AddColumn(Number("Share", Readable.Share(1)));
        table.AddColumn(Text("", BarWidth));
        table.AddColumn(Text("Bound by"));
        foreach (OperatorGroup group in groups)
        {
            string color = ColorOf(group.Bound);
            table.AddRow(
                Markup.Escape(group.Count > 1 ? $"{group.Name} x {group.Count}" : group.Name),
                $"[grey]{Markup.Escape(group.First.Shape)}[/]",
                Readable.Count(group.Flops),
                Readable.Bytes(group.Bytes),
                Readable.Digits(group.ArithmeticIntensity),
                $"[bold]{Readable.Time(group.TimeSeconds)}[/]",
                Readable.Share(group.Share),
                $"[{color}]{Bar.Of(group.Share / largest, BarWidth)}[/]",
                $"[{color}]{Names.Of(group.Bound)}[/]");
        }
        return table;
    }

    private static string ColorOf(Bound bound) => bound switch
    {
        Bound.Compute => "dodgerblue1",
        Bound.Memory => "orange1",
        Bound.L2 => "mediumturquoise",
        _ => "grey",
    };

    private static TableColumn Text(string header, int? width = null, string footer = "") =>
        new TableColumn(header).NoWrap().Width(width).Footer(footer).PadLeft(0).PadRight(1);

    private static TableColumn Number(string header, string footer) =>
        new TableColumn(header).NoWrap().RightAligned().Footer(footer).PadLeft(0).PadRight(1);
}

using System.Globalization;
using Orrery.Workloads.Formats;
using Spectre.Console;

namespace Orrery.Cli.Screens;

/// <summary>What a person sees of number formats.</summary>
public static class FormatScreen
{
    public static void PrintAll(IReadOnlyList<NumberFormat> formats, IAnsiConsole screen)
    {
        Table table = Tables.List("Name", ">Activations", ">Weights", ">Results", "Runs at", "What it is");
        table.Columns[^1].NoWrap = false;
        foreach (NumberFormat format in formats)
        {
            table.AddRow(
                $"[bold]{Markup.Escape(format.Name)}[/]", Bits(format.Bytes), Bits(format.WeightBytes), Bits(format.OutputBytes),
                Markup.Escape(Rate(format)), Markup.Escape(format.Summary));
        }

        screen.Write(table);
        screen.MarkupLine("[grey]Bits of one number with its part of the scales. It runs at that peak of a GPU, where the GPU has it.[/]");
        screen.MarkupLine("[grey]'orrery show format NAME' shows one; NAME may be a .yaml file.[/]");
    }

    public static void Print(NumberFormat format, IAnsiConsole screen)
    {
        screen.WriteLine();
        screen.MarkupLine($"[bold]{Markup.Escape(format.Name)}[/]  {Markup.Escape(format.Summary)}");
        screen.WriteLine();
        string activations = Stored(format.Bits, format.Block, format.ScaleBits);
        screen.Write(Tables.Facts(
            ("activations", activations),
            ("weights", format.Weights is { } weights ? Stored(weights.Bits, weights.Block, weights.ScaleBits) : "the same"),
            ("results", format.OutputBits is { } output ? $"{Number(output)} bits" : "as activations"),
            ("runs at", $"the {Rate(format)} peak of the GPU"),
            ("extra kernel", format.QuantisesActivations ? "quantises 16-bit activations before each multiplication" : null),
            ("unpacking", format.UnpackInstructions > 0 ? $"{Number(format.UnpackInstructions)} vector instructions a weight" : null),
            ("long sums", format.SplitsSum ? null : "not split over blocks"),
            ("also called", format.Aliases.Count > 0 ? string.Join(", ", format.Aliases) : null)));
        screen.WriteLine();
    }

    private static string Stored(double bits, int block, double scale) => scale > 0
        ? $"{Number(bits)} bits, a scale of {Number(scale)} bits for {Number(block)}: {Number(bits + (scale / block))} bits each" : $"{Number(bits)} bits";

    private static string Rate(NumberFormat format) => format.RateFactor == 1 ? format.Rate : $"{Number(format.RateFactor)} x {format.Rate}";

    private static string Bits(double bytes) => Number(bytes * 8);

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}

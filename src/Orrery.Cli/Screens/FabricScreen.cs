using Orrery.Hardware.Fabrics;
using Orrery.Reporting.Numbers;
using Spectre.Console;

namespace Orrery.Cli.Screens;

/// <summary>What a person sees of fabrics.</summary>
public static class FabricScreen
{
    public static void PrintAll(IReadOnlyList<Fabric> fabrics, IAnsiConsole screen)
    {
        Table table = Tables.List("Name", "Within a server", "Between servers", "Adds");
        foreach (Fabric fabric in fabrics)
        {
            table.AddRow(
                $"[bold]{Markup.Escape(fabric.Name)}[/]",
                Markup.Escape(Tiers(fabric, tier => !tier.IsBetweenNodes)),
                Markup.Escape(Tiers(fabric, tier => tier.IsBetweenNodes)),
                fabric.Tiers.Any(tier => tier.Reduces) ? "yes" : "-");
        }
        screen.Write(table);
        screen.MarkupLine("[grey]Peak of one GPU or one network adapter in one direction; a switch that adds does reductions on its own.[/]");
        screen.MarkupLine("[grey]'orrery show fabric NAME' shows every value with its source; NAME may be a GPU.[/]");
    }

    public static void Print(Fabric fabric, IAnsiConsole screen)
    {
        screen.WriteLine();
        screen.MarkupLine($"[bold]{Markup.Escape(fabric.Name)}[/]  {Markup.Escape(fabric.Summary)}");
        screen.WriteLine();
        Table table = Tables.List("Tier", "Links", "Shape", ">Joins", ">One direction", ">Payload", ">Latency", "Adds");
        foreach ((int index, FabricTier tier) in fabric.Tiers.Index())
        {
            table.AddRow(
                Readable.Whole(index),
                Markup.Escape(tier.Kind),
                tier.Shape,
                tier.Size is { } size ? Readable.Whole(size) + (index == 0 ? " GPUs" : " groups") : "any number",
                (tier.Rails > 1 ? $"{Readable.Whole(tier.Rails)} x " : "") + tier.Bandwidth.ToString(),
                Readable.Share(tier.Efficiency),
                tier.Latency.ToString(),
                tier.Reduces ? "yes" : "-");
        }
        screen.Write(table);
        if (fabric.Aliases.Count > 0)
            screen.Write(Tables.Facts(("also called", string.Join(", ", fabric.Aliases))));
        foreach (FabricSource source in fabric.Sources)
        {
            screen.WriteLine();
            screen.Write(Tables.Facts(("source", source.From), ("says", source.Says)));
            // An address goes out as it is: broken over two lines it could not be clicked or copied.
            if (source.Url is not null)
                screen.Profile.Out.Writer.WriteLine("  " + source.Url);
        }
    }

    private static string Tiers(Fabric fabric, Func<FabricTier, bool> which)
    {
        string[] texts = [.. fabric.Tiers.Where(which).Select(tier =>
            $"{(tier.Size is { } size ? Readable.Whole(size) + " on " : "")}{tier.Kind} {(tier.Rails > 1 ? $"{tier.Rails} x " : "")}{tier.Bandwidth}")];
        return texts.Length == 0 ? "-" : string.Join('\n', texts);
    }
}

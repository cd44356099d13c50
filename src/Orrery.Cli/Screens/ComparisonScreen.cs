using Orrery.Reporting.Comparing;
using Orrery.Reporting.Numbers;
using Spectre.Console;

namespace Orrery.Cli.Screens;

/// <summary>What a person sees of two runs side by side.</summary>
public static class ComparisonScreen
{
    private const double Least = 0.0005;

    /// <summary>Prints the numbers with their difference, and what explains it.</summary>
    public static void Print(RunComparison runs, IAnsiConsole screen)
    {
        screen.WriteLine();
        screen.MarkupLine($"[bold]first[/]   {Markup.Escape(runs.First)}");
        screen.MarkupLine($"[bold]second[/]  {Markup.Escape(runs.Second)}");
        Table table = Tables.List("", ">First", ">Second", ">Change");
        string group = "";
        foreach (ComparedValue value in runs.Values.Concat(runs.Operators.Count > 1 ? runs.Operators : []).Where(IsWorthALine))
        {
            if (value.Group != group && group.Length > 0)
                table.AddEmptyRow();
            group = value.Group;
            table.AddRow(Tables.Cut(value.Name, 40), Text(value, value.First), Text(value, value.Second), Change(value));
        }
        screen.Write(table);
        foreach (string sentence in runs.Explanation)
            screen.MarkupLine(Markup.Escape(sentence));
        screen.WriteLine();
    }

    // States, units and parts of next to nothing in both runs would hide those that count.
    private static bool IsWorthALine(ComparedValue value)
    {
        double most = Math.Max(value.First ?? 0, value.Second ?? 0);
        return value.IsShare ? most >= Least : value.Group != "parts" || most > 0;
    }

    private static string Text(ComparedValue value, double? number) => number is not { } known ? "-" : value.Unit switch
    {
        "s" => Readable.Time(known),
        "B" => Readable.Bytes(known),
        "J" when known >= 10 => Readable.Count(known) + "J",
        "J" => $"{Readable.Digits(known * 1e3)} mJ",
        "W" => $"{Readable.Digits(known)} W",
        "Hz" => $"{Readable.Digits(known / 1e6)} MHz",
        "share" => Readable.Share(known),
        _ => Readable.Count(known),
    };

    private static string Change(ComparedValue value)
    {
        if (value.Change is not { } change)
            return "";
        string sign = change < 0 ? "-" : "+";
        return sign + (value.IsShare ? $"{Readable.Digits(Math.Abs(change) * 100)} points" : Readable.Share(Math.Abs(change)));
    }
}

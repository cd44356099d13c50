using Spectre.Console;

namespace Orrery.Cli.Screens;

/// <summary>The two sorts of table that all screens are made of.</summary>
public static class Tables
{
    // With a name longer than this a line of errors would not fit into 120 columns.
    private const int LongestName = 17;

    /// <summary>A name as a table holds it: a long one is cut, so that its line stays one line.</summary>
    public static string Cut(string name, int longest = LongestName) =>
        Markup.Escape(name.Length <= longest ? name : name[..(longest - 1)] + "…");

    /// <summary>A list with a rule under its headings. Headings that start with '>' stand to the right, over numbers.</summary>
    public static Table List(params ReadOnlySpan<string> headings)
    {
        Table table = new Table().Border(TableBorder.Simple).BorderColor(Color.Grey);
        foreach (string heading in headings)
        {
            bool number = heading.StartsWith('>');
            TableColumn column = new TableColumn(Markup.Escape(number ? heading[1..] : heading)).NoWrap().PadLeft(0).PadRight(1);
            table.AddColumn(number ? column.RightAligned() : column);
        }
        return table;
    }

    /// <summary>Names and values; a value of null leaves its line out.</summary>
    public static Grid Facts(params ReadOnlySpan<(string Name, string? Value)> facts)
    {
        Grid grid = new Grid().AddColumn(new GridColumn().NoWrap().PadLeft(2).PadRight(4)).AddColumn(new GridColumn());
        foreach ((string name, string? value) in facts)
        {
            if (value is not null)
                grid.AddRow($"[grey]{Markup.Escape(name)}[/]", Markup.Escape(value));
        }
        return grid;
    }
}

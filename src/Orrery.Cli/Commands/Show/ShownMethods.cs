using System.Text.Json.Nodes;
using Orrery.Cli.Screens;
using Orrery.CostModels.Measured;
using Spectre.Console;

namespace Orrery.Cli.Commands.Show;

/// <summary>Ways of measuring, which the column <c>method</c> of a table names.</summary>
internal sealed class ShownMethods : IShown
{
    public string Plural => "methods";

    public string Help => "All ways of measuring that a table may name, and what is in their times.";

    public void PrintAll(IAnsiConsole screen)
    {
        Table table = Tables.List("Name", "What is in a time");
        table.Columns[1].NoWrap = false;
        foreach (IMeasuringMethod method in MethodCatalogue.All)
            table.AddRow($"[bold]{Markup.Escape(method.Name)}[/]", Markup.Escape(method.Includes));
        screen.Write(table);
        screen.MarkupLine("[grey]The column 'method' of a measured table begins with one of these names; the longest that fits counts.[/]");
    }

    public JsonArray JsonOfAll() => new([.. MethodCatalogue.All.Select(method =>
        (JsonNode)new JsonObject { ["name"] = method.Name, ["includes"] = method.Includes })]);
}

using Orrery.Configuration.Binding;
using Spectre.Console;

namespace Orrery.Cli.Screens;

/// <summary>All parameters of a kind of experiment, as <c>--set</c> takes them.</summary>
public static class ParameterScreen
{
    public static void Print(IReadOnlyList<ParameterInfo> parameters, IAnsiConsole screen)
    {
        Table table = Tables.List("Key", "What", "Written as", "Default");
        foreach (TableColumn column in table.Columns.Skip(1))
            column.NoWrap = false;
        foreach (ParameterInfo parameter in parameters)
        {
            table.AddRow(
                $"[bold]{Markup.Escape(parameter.Path)}[/]",
                Markup.Escape(parameter.Help),
                Markup.Escape(parameter.Allowed is null ? parameter.Type : $"{parameter.Type}: {parameter.Allowed}"),
                Markup.Escape(parameter.Required ? "required" : parameter.Default ?? "-"));
        }
        screen.Write(table);
    }
}

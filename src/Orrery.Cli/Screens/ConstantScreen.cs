using System.Globalization;
using Orrery.CostModels.Constants;
using Spectre.Console;

namespace Orrery.Cli.Screens;

/// <summary>What a person sees of physical constants: one table for each group.</summary>
public static class ConstantScreen
{
    /// <param name="all">The constants, group by group.</param>
    /// <param name="values">Their values.</param>
    /// <param name="screen">Where to.</param>
    public static void Print(IReadOnlyList<Constant> all, PhysicalConstants values, IAnsiConsole screen)
    {
        int longest = all.Max(constant => constant.Name.Length);
        foreach (IGrouping<string, Constant> group in all.GroupBy(constant => constant.Group))
        {
            screen.WriteLine();
            screen.MarkupLine($"[bold]{Markup.Escape(group.Key)}[/]");
            Table table = Tables.List("Name", ">Value", "Range", "From", "What");
            table.Columns[0].Width = longest;
            table.Columns[^1].NoWrap = false;
            foreach (Constant constant in group)
            {
                table.AddRow(
                    Markup.Escape(constant.Name),
                    Number(constant.Of(values)),
                    $"{Number(constant.Min)} to {Number(constant.Max)}",
                    constant.IsFitted ? "fitted" : "source",
                    Markup.Escape(constant.Help));
            }

            screen.Write(table);
        }

        screen.MarkupLine($"[grey]{all.Count} constants, {all.Count(constant => constant.IsFitted)} fitted on measurements. The source of each stands in src/Orrery.CostModels/Constants.[/]");
        screen.MarkupLine("[grey]A GPU's file may set one: calibration: {memory.efficiency: 0.9}; 'orrery calibrate' fits them on your measurements.[/]");
    }

    private static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}

using System.Globalization;
using Orrery.CostModels.Measured;
using Orrery.Validation;
using Spectre.Console;

namespace Orrery.Cli.Screens;

/// <summary>What a person sees of predictions beside measurements.</summary>
public static class AccuracyScreen
{
    public static void Print(
        IReadOnlyList<AccuracyGroup> groups, Measurements measured, IReadOnlyDictionary<string, int> skipped, Terminal terminal)
    {
        ArgumentNullException.ThrowIfNull(terminal);
        Table table = Tables.List("Kind", "GPU", "Class", "Method", ">Rows", ">MAPE %", ">Median %", ">Bias %", "Worst row");
        foreach (AccuracyGroup group in groups)
        {
            table.AddRow(
                group.Kind, Markup.Escape(group.Gpu), Markup.Escape(group.Class), Markup.Escape(group.Method),
                group.Rows.ToString(CultureInfo.InvariantCulture), One(group.Mape), One(group.MedianApe), Signed(group.Bias),
                Markup.Escape($"{Path.GetFileName(group.Worst.Row.File)}:{group.Worst.Row.Line} {Signed(100 * group.Worst.Error)} %"));
        }

        terminal.Screen.Write(table);
        foreach ((string reason, int count) in measured.Skipped.Concat(skipped))
        {
            terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"skipped {count,6} rows: {reason}"));
        }
    }

    private static string One(double value) => value.ToString("F1", CultureInfo.InvariantCulture);

    private static string Signed(double value) => value.ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture);
}

using System.Globalization;
using Orrery.Validation;
using Spectre.Console;

namespace Orrery.Cli.Screens;

/// <summary>What a person sees of a calibration: the constants, and the errors on rows that it did not see.</summary>
public static class CalibrationScreen
{
    public static void Print(Calibration calibration, IEnumerable<KeyValuePair<string, int>> skipped, IAnsiConsole screen)
    {
        ArgumentNullException.ThrowIfNull(calibration);
        ArgumentNullException.ThrowIfNull(screen);
        screen.WriteLine();
        screen.MarkupLine($"[bold]{Markup.Escape(calibration.Gpu.Name)}[/], fitted on {calibration.FittedRows} rows, judged on {calibration.HeldOutRows} that were held out");
        Table constants = Tables.List("Constant", ">Before", ">After", "What it is");
        constants.Columns[3].NoWrap = false;
        foreach (FittedConstant one in calibration.Constants)
            constants.AddRow(one.Constant.Name, Number(one.Before), Number(one.After), Markup.Escape(one.Constant.Help));
        screen.Write(constants);
        Table errors = Tables.List("Kind", "Class", "Method", ">Rows", ">Mean", ">After", ">Bias", ">After");
        foreach (ClassError one in calibration.Classes)
        {
            errors.AddRow(
                Markup.Escape(one.Before.Kind), Tables.Cut(one.Before.Class), Tables.Cut(one.Before.Method), one.Before.Rows.ToString(CultureInfo.InvariantCulture),
                Percent(one.Before.Mape), Percent(one.After.Mape), Signed(one.Before.Bias), Signed(one.After.Bias));
        }
        screen.Write(errors);
        foreach ((string reason, int count) in skipped.Concat(calibration.Skipped))
            screen.WriteLine(string.Create(CultureInfo.InvariantCulture, $"skipped {count,6} rows: {reason}"));
        screen.MarkupLine($"[bold]Mean error on rows that it did not see: {Percent(calibration.Before)} before, {Percent(calibration.After)} after.[/]");
        string[] worse = [.. calibration.Worse.Select(one => $"{one.Before.Kind} {one.Before.Class}")];
        if (worse.Length > 0)
            screen.WriteLine($"Worse than before: {string.Join(", ", worse)}. Give fewer kinds of rows, or fewer constants with --constants.");
    }

    private static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    private static string Percent(double value) => value.ToString("F1", CultureInfo.InvariantCulture) + " %";

    private static string Signed(double value) => value.ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture) + " %";
}

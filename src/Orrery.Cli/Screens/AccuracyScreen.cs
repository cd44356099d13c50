using System.Globalization;
using Orrery.CostModels.Measured;
using Orrery.Validation;
using Spectre.Console;

namespace Orrery.Cli.Screens;

/// <summary>What a person sees of predictions beside measurements.</summary>
public static class AccuracyScreen
{
    /// <param name="groups">The errors.</param>
    /// <param name="foretold">The errors of constants that were fitted without the GPU; null where nobody asked.</param>
    /// <param name="skipped">What was left out, by reason.</param>
    /// <param name="screen">Where to print.</param>
    public static void Print(
        IReadOnlyList<AccuracyGroup> groups, IReadOnlyList<AccuracyGroup>? foretold, IEnumerable<KeyValuePair<string, int>> skipped, IAnsiConsole screen)
    {
        ArgumentNullException.ThrowIfNull(screen);
        Table table = Tables.List(["Kind", "GPU", "Class", "Method", ">Rows", ">MAPE", ">Median", ">Bias", ">Near", ">Off", .. foretold is null ? [] : (string[])[">Unseen"], "Worst, at line"]);
        foreach (AccuracyGroup group in groups)
        {
            AccuracyGroup? unseen = foretold?.FirstOrDefault(other => (other.Kind, other.Gpu, other.Class, other.Method) == (group.Kind, group.Gpu, group.Class, group.Method));
            table.AddRow(
            [
                group.Kind, Tables.Cut(group.Gpu), Tables.Cut(group.Class, 12), Tables.Cut(group.Method, foretold is null ? 14 : 10),
                group.Rows.ToString(CultureInfo.InvariantCulture), One(group.Mape), One(group.MedianApe), Signed(group.Bias),
                (100 * group.Near).ToString("F0", CultureInfo.InvariantCulture), group.FarOff.ToString(CultureInfo.InvariantCulture),
                .. foretold is null ? [] : (string[])[unseen is null ? "" : One(unseen.Mape)],
                Markup.Escape($"{Signed(100 * group.Worst.Error)} at {Place(group.Worst.Row)}"),
            ]);
        }

        screen.Write(table);
        screen.WriteLine("MAPE is the mean absolute error. Errors in per cent of the measured time; bias above zero is predicted too slow.");
        screen.WriteLine("Near: rows within 0.85 to 1.15 of the measurement, in per cent. Off: rows of over 20 us outside 0.72 to 1.22.");
        if (foretold is not null)
            screen.WriteLine("Unseen: mean error with constants that were fitted without any row of this GPU.");
        foreach ((string reason, int count) in skipped)
            screen.WriteLine(string.Create(CultureInfo.InvariantCulture, $"skipped {count,6} rows: {reason}"));
    }

    // The file is told where its name is not simply the kind's.
    private static string Place(MeasuredRow row)
    {
        string file = Path.GetFileNameWithoutExtension(row.File);
        string line = row.Line.ToString(CultureInfo.InvariantCulture);
        return file.StartsWith(row.Kind, StringComparison.OrdinalIgnoreCase) && file.Length <= row.Kind.Length + 1 ? line : $"{file}:{line}";
    }

    private static string One(double value) => value.ToString("F1", CultureInfo.InvariantCulture);

    private static string Signed(double value) => value.ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture);
}

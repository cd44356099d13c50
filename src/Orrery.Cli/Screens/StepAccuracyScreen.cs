using System.Globalization;
using Orrery.Cli.Commands;
using Orrery.Reporting.Training;
using Orrery.Training.Validation;
using Spectre.Console;

namespace Orrery.Cli.Screens;

/// <summary>What a person sees of predicted beside measured training steps.</summary>
internal static class StepAccuracyScreen
{
    private const int LongestId = 56;

    public static void Print(IReadOnlyList<ComparedStep> steps, IReadOnlyList<SkippedRow> skipped, IAnsiConsole screen)
    {
        if (steps.Count > 0)
        {
            Table table = Tables.List("Row", "Software", ">GPUs", ">Measured", ">Predicted", ">Error");
            foreach (ComparedStep step in steps)
            {
                table.AddRow(Tables.Cut(step.Row.Id, LongestId), Markup.Escape(step.Row.Software), Number(step.Row.Cluster.Gpus),
                    TrainingVerdict.Seconds(step.Row.MeasuredSeconds), TrainingVerdict.Seconds(step.PredictedSeconds), Percent(step.Error));
            }
            screen.Write(table);
            Table groups = Tables.List("Group", ">Rows", ">Mean error", ">Bias", ">Worst");
            foreach (IGrouping<string, ComparedStep> group in steps.GroupBy(step => step.Row.Group))
                Group(groups, group.Key, [.. group]);
            Group(groups, "all", steps);
            screen.Write(groups);
            screen.WriteLine("Errors in per cent of the measured step; above zero is predicted too slow. Mean error is without sign, bias with it.");
        }
        foreach (SkippedRow row in skipped)
            screen.MarkupLine($"skipped {Markup.Escape(row.Id)}: {Markup.Escape(row.Reason)}");
    }

    private static void Group(Table table, string name, IReadOnlyList<ComparedStep> steps) => table.AddRow(
        Markup.Escape(name), Number(steps.Count), Percent(ComparedStep.Mean(steps), signed: false), Percent(steps.Average(step => step.Error)),
        Percent(steps.MaxBy(step => Math.Abs(step.Error))!.Error));

    private static string Number(int value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Percent(double error, bool signed = true) =>
        (100 * error).ToString(signed ? "+0.0;-0.0;0.0" : "0.0", CultureInfo.InvariantCulture) + " %";
}

using System.CommandLine;
using Orrery.Cli.Screens;
using Orrery.Configuration;
using Orrery.Experiments;
using Orrery.Reporting.Folders;
using Orrery.Training;
using Orrery.Training.Validation;

namespace Orrery.Cli.Commands;

/// <summary><c>orrery validate training</c>: holds predicted training steps against published ones.</summary>
public sealed class ValidateTrainingCommand : CliCommand
{
    private const string DefaultPath = "../shared/data/measured/training.csv";

    private readonly Argument<string> _path = new("CSV")
    {
        Description = "A table of measured training steps.",
        DefaultValueFactory = _ => DefaultPath,
    };

    private readonly Option<bool> _json = new("--json") { Description = "Print rows, mean error and what was skipped as JSON and nothing else." };

    public ValidateTrainingCommand(Terminal terminal)
        : base(
            "training", "Holds predicted training steps against measured ones, row by row.",
            "orrery validate training",
            "orrery validate training my-steps.csv --json | jq .mean_abs_error")
    {
        Arguments.Add(_path);
        Options.Add(_json);
        SetAction(parsed => Run(parsed.GetRequiredValue(_path), parsed.GetValue(_json), terminal));
    }

    private static int Run(string path, bool json, Terminal terminal)
    {
        List<Diagnostic> mistakes = [];
        if (TrainingTable.Read(terminal.Resolve(path), mistakes) is not { } table)
            return Mistakes.Print(mistakes, terminal);

        TrainingSimulator simulator = new();
        ProgressLine progress = new(terminal);
        List<ComparedStep> steps = [];
        foreach (TrainingRow row in table.Rows)
        {
            terminal.Stop.ThrowIfCancellationRequested();
            progress.Report(new RunProgress((double)steps.Count / table.Rows.Count, 0, row.Id));
            steps.Add(ComparedStep.Of(simulator, row));
        }

        progress.End();
        if (json)
            terminal.Out.WriteLine(StepAccuracyJson.Of(steps, table.Skipped).ToJsonString(JsonStyle.Indented));
        else
            StepAccuracyScreen.Print(steps, table.Skipped, terminal.Screen);
        return ExitCode.Ok;
    }
}

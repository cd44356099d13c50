using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Orrery.Cli.Screens;
using Orrery.Configuration;
using Orrery.Experiments;
using Orrery.Reporting;
using Orrery.Reporting.Folders;

namespace Orrery.Cli.Commands;

/// <summary><c>orrery run FILE</c>: experiment file -> experiment -> result -> run folder -> screen.</summary>
public sealed class RunCommand : CliCommand
{
    private readonly Argument<string> _file = new("FILE") { Description = "The experiment file (YAML)." };
    private readonly Option<string[]> _set = new("--set", "-s")
    {
        Description = "Override one value, such as gpu.l2.size=64MiB; may be given many times.",
        HelpName = "KEY=VALUE",
    };
    private readonly Option<string?> _fidelity = new("--fidelity", "-f") { Description = "How exactly to predict; goes before the file's own.", HelpName = "NAME" };
    private readonly Option<string?> _out = new("--out", "-o") { Description = "Write the run folder here, not to runs/DATE-TIME-NAME.", HelpName = "DIR" };
    private readonly Option<bool> _json = new("--json") { Description = "Print the summary as one JSON document and nothing else." };

    public RunCommand(Terminal terminal)
        : base(
            "run", "Runs an experiment file and shows where the time goes.",
            "orrery run examples/llama-2-7b-layer.yaml",
            "orrery run examples/llama-2-7b-layer.yaml --set gpu=h100-sxm5-80gb --set batch=8",
            "orrery run examples/llama-2-7b-layer.yaml --json | jq .time_s")
    {
        Arguments.Add(_file);
        Options.Add(_set);
        Options.Add(_fidelity);
        Options.Add(_out);
        Options.Add(_json);
        SetAction(parsed => Run(parsed, terminal));
    }

    private int Run(ParseResult parsed, Terminal terminal)
    {
        DateTimeOffset started = DateTimeOffset.Now;
        string file = parsed.GetRequiredValue(_file);
        string[] overrides = parsed.GetValue(_set) ?? [];
        Loaded<IExperiment> loaded = ExperimentFile.Load(file, overrides, parsed.GetValue(_fidelity));
        if (!loaded.Ok)
            return Mistakes.Print(loaded.Diagnostics, terminal);

        IExperiment experiment = loaded.Value;
        (RunFolder? folder, Diagnostic? mistake) = parsed.GetValue(_out) is { } asked
            ? RunFolder.Use(terminal.Resolve(asked), asked)
            : RunFolder.Create(terminal.Folder, experiment.Name, started);
        if (folder is null)
            return Mistakes.Print([mistake!], terminal);

        bool done = false;
        try
        {
            JsonObject summary = RunInto(folder, experiment, overrides, started, terminal, out ExperimentResult result);
            done = true;
            Show(parsed.GetValue(_json), result, overrides, summary, folder, terminal);
            return ExitCode.Ok;
        }
        catch (IOException full)
        {
            return Mistakes.Print([new Diagnostic(folder.Path, 0, "", $"the run folder could not be written to its end: {full.Message}")], terminal);
        }
        finally
        {
            if (!done)
                folder.Abandon();
        }
    }

    private static JsonObject RunInto(
        RunFolder folder, IExperiment experiment, string[] overrides, DateTimeOffset started, Terminal terminal, out ExperimentResult result)
    {
        Stopwatch clock = Stopwatch.StartNew();
        ProgressLine progress = new(terminal);
        result = experiment.Run(progress, terminal.Stop);
        progress.End();
        JsonObject summary = ResultReports.Of(result).Summary(result);
        RunFiles.Write(folder, experiment, result, summary, new RunRecord
        {
            Name = experiment.Name,
            Kind = experiment.Kind,
            Command = terminal.CommandText,
            Overrides = overrides,
            Started = started,
            Seed = experiment.Seed,
            Threads = 1,
            WallSeconds = clock.Elapsed.TotalSeconds,
            StateHash = StateHash.OfSummary(summary),
        });
        return summary;
    }

    private static void Show(bool json, ExperimentResult result, string[] overrides, JsonObject summary, RunFolder folder, Terminal terminal)
    {
        if (json)
        {
            summary["run_folder"] = folder.Path;
            terminal.Out.WriteLine(summary.ToJsonString(JsonStyle.Indented));
            return;
        }
        ResultScreens.Of(result).Print(result, overrides, terminal.Screen);
        terminal.Out.WriteLine($"Run folder: {terminal.Shown(folder.Path)}");
    }
}

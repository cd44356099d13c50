using System.Diagnostics;
using System.Text.Json.Nodes;
using Orrery.Cli.Screens;
using Orrery.Configuration;
using Orrery.Experiments;
using Orrery.Experiments.Operators;
using Orrery.Experiments.Search;
using Orrery.Reporting;
using Orrery.Reporting.Folders;

namespace Orrery.Cli.Commands;

/// <summary>An experiment that has run.</summary>
/// <param name="Result">What came out.</param>
/// <param name="Summary">The same as JSON.</param>
/// <param name="WallSeconds">How long it took.</param>
internal sealed record OneRun(ExperimentResult Result, JsonObject Summary, double WallSeconds)
{
    /// <summary>Whether it ran to its end: a search that was stopped has the best so far.</summary>
    public bool Complete => Result is not SearchResult { Outcome.Complete: false };

    /// <summary>Warp instructions that were simulated in a second; null where none were.</summary>
    public double? InstructionsPerSecond =>
        (Result as OperatorsResult)?.Cycle?.Total is { } total ? total.SimulatedFraction * total.WarpInstructions / WallSeconds : null;

    /// <summary>Runs an experiment, with progress on standard error.</summary>
    public static Loaded<OneRun> Of(IExperiment experiment, RunHow how, Terminal terminal)
    {
        Stopwatch clock = Stopwatch.StartNew();
        ProgressLine progress = new(terminal);
        try
        {
            ExperimentResult result = experiment.Run(progress, how, terminal.Stop);
            return Loaded.Success(new OneRun(result, ResultReports.Of(result).Summary(result), clock.Elapsed.TotalSeconds));
        }
        catch (ExperimentException refused)
        {
            return Loaded.Failure<OneRun>(refused.Mistakes);
        }
        finally
        {
            progress.End();
        }
    }

    /// <summary>Runs an experiment into a run folder, which is taken back where the run does not end.</summary>
    public static (Loaded<OneRun> Run, RunFolder? Folder) Into(
        IExperiment experiment, IReadOnlyList<string> overrides, RunHow how, string? asked, Terminal terminal)
    {
        DateTimeOffset started = DateTimeOffset.Now;
        (RunFolder? folder, Diagnostic? mistake) = asked is not null
            ? RunFolder.Use(terminal.Resolve(asked), asked)
            : RunFolder.Create(terminal.Folder, experiment.Name, started);
        if (folder is null)
            return (Loaded.Failure<OneRun>([mistake!]), null);

        bool done = false;
        try
        {
            Loaded<OneRun> run = Of(experiment, how, terminal);
            if (!run.Ok)
                return (run, null);
            RunFiles.Write(folder, experiment, run.Value.Result, run.Value.Summary, new RunRecord
            {
                Name = experiment.Name,
                Kind = experiment.Kind,
                Command = terminal.CommandText,
                Overrides = overrides,
                Started = started,
                Seed = experiment.Seed,
                Threads = how.Threads,
                WallSeconds = run.Value.WallSeconds,
                StateHash = StateHash.OfSummary(run.Value.Summary),
            });
            done = true;
            return (run, folder);
        }
        catch (IOException full)
        {
            return (Loaded.Failure<OneRun>([new Diagnostic(folder.Path, 0, "", $"the run folder could not be written to its end: {full.Message}")]), null);
        }
        finally
        {
            if (!done)
                folder.Abandon();
        }
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Orrery.Configuration;
using Orrery.Experiments;

namespace Orrery.Cli.Commands;

/// <summary>The other side of a comparison: the summary of a run folder, or that of an experiment, which is run.</summary>
internal static class ComparedRun
{
    private const string SummaryFile = "summary.json";

    /// <summary>The summary, or mistakes.</summary>
    public static Loaded<JsonObject> Find(string name, ExperimentChanges changes, RunHow how, Terminal terminal)
    {
        string path = terminal.Resolve(name);
        if (Directory.Exists(path))
            return Read(name, terminal);
        // What the command line changes is what is compared: the other side keeps only how exactly it runs.
        Loaded<IExperiment> loaded = ExperimentFile.Load(name, changes with { Overrides = [] });
        if (!loaded.Ok)
            return Loaded.Failure<JsonObject>(loaded.Diagnostics);
        Loaded<OneRun> run = OneRun.Of(loaded.Value, how, terminal);
        return run.Ok ? Loaded.Success(run.Value.Summary) : Loaded.Failure<JsonObject>(run.Diagnostics);
    }

    /// <summary>The summary of a run folder, or mistakes.</summary>
    public static Loaded<JsonObject> Read(string name, Terminal terminal)
    {
        string file = Path.Combine(terminal.Resolve(name), SummaryFile);
        if (!File.Exists(file))
            return Mistake("is no run folder: it has no " + SummaryFile);
        try
        {
            return JsonNode.Parse(File.ReadAllText(file)) is JsonObject summary && summary["time_s"] is JsonValue
                ? Loaded.Success(summary) : Mistake($"its {SummaryFile} is not that of a run");
        }
        catch (Exception unreadable) when (unreadable is JsonException or IOException or UnauthorizedAccessException)
        {
            return Mistake($"its {SummaryFile} cannot be read: {unreadable.Message}");
        }

        Loaded<JsonObject> Mistake(string problem) => Loaded.Failure<JsonObject>([new Diagnostic(name, 0, "", problem)]);
    }
}

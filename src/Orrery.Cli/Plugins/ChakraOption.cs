using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Orrery.Experiments;
using Orrery.Experiments.Replay;
using Orrery.Experiments.Training;
using Orrery.Reporting.Numbers;

namespace Orrery.Cli.Plugins;

/// <summary>The options that write the timelines of a training step as Chakra traces.</summary>
internal sealed class ChakraOption
{
    /// <summary>The folder.</summary>
    public Option<string?> Folder { get; } = new("--chakra")
    {
        Description = "Training: write the timelines of the ranks as MLCommons Chakra traces into this folder.",
        HelpName = "DIR",
    };

    /// <summary>The ranks.</summary>
    public Option<string> Ranks { get; } = new("--chakra-ranks")
    {
        Description = "Ranks that --chakra writes: all, stages (one of each pipeline stage), or numbers such as 0-7,64.",
        HelpName = "RANKS",
        DefaultValueFactory = _ => "all",
    };

    /// <summary>Whether equal operators become one node.</summary>
    public Option<bool> Together { get; } = new("--chakra-together")
    {
        Description = "Make one node of equal operators of a task's layers: files many times smaller.",
    };

    /// <summary>What was asked for; null where nothing was, or with a problem.</summary>
    public StepExport? Read(ParseResult parsed, IExperiment experiment, Terminal terminal, out string? problem)
    {
        problem = null;
        if (parsed.GetValue(Folder) is not { } folder)
        {
            string? needless = parsed.GetValue(Together) ? Together.Name : parsed.GetResult(Ranks) is { Implicit: false } ? Ranks.Name : null;
            problem = needless is null ? null : $"{needless} needs --chakra DIR";
            return null;
        }

        StepExport export = new(terminal.Resolve(folder), parsed.GetValue(Ranks)!, parsed.GetValue(Together));
        problem = export.Problem(experiment) is { } wrong ? $"--chakra {folder}: {wrong}" : null;
        return problem is null ? export : null;
    }

    /// <summary>Writes the traces; a problem where that fails.</summary>
    /// <returns>What was written, for people and as JSON.</returns>
    public static (string Line, JsonObject Json)? Write(StepExport export, ExperimentResult result, Terminal terminal, out string? problem)
    {
        problem = null;
        try
        {
            IReadOnlyList<string> files = export.Write((TrainingResult)result);
            long bytes = files.Sum(file => new FileInfo(file).Length);
            string line = $"Chakra traces: {terminal.Shown(export.Folder)} ({files.Count.ToString("N0", CultureInfo.InvariantCulture)} ranks, {Readable.Bytes(bytes)})";
            return (line, new JsonObject { ["folder"] = export.Folder, ["ranks"] = files.Count, ["bytes"] = bytes });
        }
        catch (IOException failed)
        {
            problem = $"--chakra: the traces could not be written to their end: {failed.Message}";
            return null;
        }
    }
}

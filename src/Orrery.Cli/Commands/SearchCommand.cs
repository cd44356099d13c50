using System.CommandLine;
using System.Text.Json.Nodes;
using Orrery.Cli.Screens;
using Orrery.Configuration;
using Orrery.Experiments;
using Orrery.Experiments.Search;
using Orrery.Reporting.Folders;
using Orrery.Reporting.Search;

namespace Orrery.Cli.Commands;

/// <summary><c>orrery search FILE</c>: the best plans to train a model on a cluster. Ctrl-C gives the best so far.</summary>
public sealed class SearchCommand : CliCommand
{
    private readonly Argument<string> _file = new("FILE") { Description = "The experiment file (YAML) of kind search." };
    private readonly Option<string[]> _set = new("--set", "-s")
    {
        Description = "Override one value, such as space.tensor=[4,8]; may be given many times.",
        HelpName = "KEY=VALUE",
    };
    private readonly Option<int?> _best = new("--best", "-b") { Description = "How many plans are wanted, proven in their order; 0 for all that can run.", HelpName = "N" };
    private readonly Option<int?> _threads = new("--threads", "-t") { Description = "Threads at most, all cores where left out; no result depends on it.", HelpName = "N" };
    private readonly Option<string?> _out = new("--out", "-o") { Description = "Write the run folder here, not to runs/DATE-TIME-NAME.", HelpName = "DIR" };
    private readonly Option<bool> _json = new("--json") { Description = "Print JSON and nothing else." };

    public SearchCommand(Terminal terminal)
        : base(
            "search", "Finds the best plan to train a model on a cluster, and proves it best within a space of plans.",
            "orrery search examples/search-gpt3-175b.yaml",
            "orrery search examples/search-gpt3-175b.yaml --set cluster=dgx-h100 --set space.micro_batch=[1,2]",
            "orrery search examples/search-gpt3-175b.yaml --json | jq .best.plan")
    {
        Arguments.Add(_file);
        foreach (Option option in new Option[] { _set, _best, _threads, _out, _json })
            Options.Add(option);
        SetAction(parsed => Run(parsed, terminal));
    }

    private int Run(ParseResult parsed, Terminal terminal)
    {
        int threads = parsed.GetValue(_threads) ?? Environment.ProcessorCount;
        if (threads is < 1 or > 1024)
            return BenchModel.Refuse("search", [$"--threads {threads}: may be 1 to 1024"], terminal);
        List<string> overrides = [.. parsed.GetValue(_set) ?? []];
        if (parsed.GetValue(_best) is { } best)
            overrides.Add(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"best={best}"));
        string file = parsed.GetRequiredValue(_file);
        Loaded<IExperiment> loaded = ExperimentFile.Load(file, overrides);
        if (!loaded.Ok)
            return Mistakes.Print(loaded.Diagnostics, terminal);
        if (loaded.Value is not SearchExperiment search)
            return Mistakes.Print([new Diagnostic(file, 0, "experiment", "is no search", loaded.Value.Kind, "search; 'orrery run' runs the others")], terminal);

        (Loaded<OneRun> run, RunFolder? folder) = OneRun.Into(search, overrides, new RunHow { Threads = threads }, parsed.GetValue(_out), terminal);
        if (!run.Ok || folder is null)
            return Mistakes.Print(run.Diagnostics, terminal);
        Show(parsed.GetValue(_json), run.Value, overrides, folder, terminal);
        return run.Value.Complete ? ExitCode.Ok : ExitCode.Interrupted;
    }

    private static void Show(bool json, OneRun run, IReadOnlyList<string> overrides, RunFolder folder, Terminal terminal)
    {
        if (json)
        {
            JsonObject summary = run.Summary;
            summary["run_folder"] = folder.Path;
            SearchSummary.AddRates(summary, (SearchResult)run.Result);
            terminal.Out.WriteLine(summary.ToJsonString(JsonStyle.Indented));
            return;
        }
        new SearchScreen().Print(run.Result, overrides, terminal.Screen);
        terminal.Out.WriteLine($"Run folder: {terminal.Shown(folder.Path)}");
    }
}

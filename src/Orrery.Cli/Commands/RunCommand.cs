using System.CommandLine;
using System.Text.Json.Nodes;
using Orrery.Cli.Plugins;
using Orrery.Cli.Screens;
using Orrery.Configuration;
using Orrery.Engine.Threads;
using Orrery.Experiments;
using Orrery.Experiments.Replay;
using Orrery.Reporting.Comparing;
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
    private readonly Option<string?> _fidelity = new("--fidelity", "-f")
    {
        Description = $"How exactly to predict: {string.Join(", ", Fidelities.Names)}; goes before the file's own.",
        HelpName = "NAME",
    };
    private readonly Option<bool> _full = new("--full") { Description = "Cycle fidelity: simulate every instruction, sample nothing." };
    private readonly Option<int?> _threads = new("--threads", "-t")
    {
        Description = "Threads at most, all cores where left out; no result depends on it.",
        HelpName = "N",
    };
    private readonly ThreadManagerOption _manager = new();
    private readonly Option<string?> _compare = new("--compare", "-c")
    {
        Description = "Show it beside another run: a run folder, or an experiment file, which is run as well.",
        HelpName = "OTHER",
    };
    private readonly Option<string?> _out = new("--out", "-o") { Description = "Write the run folder here, not to runs/DATE-TIME-NAME.", HelpName = "DIR" };
    private readonly ChakraOption _chakra = new();
    private readonly Option<bool> _json = new("--json") { Description = "Print the summary as one JSON document and nothing else." };

    public RunCommand(Terminal terminal)
        : base(
            "run", "Runs an experiment file and shows where the time goes.",
            "orrery run examples/llama-2-7b-layer.yaml",
            "orrery run examples/llama-2-7b-layer.yaml --set gpu=h100-sxm5-80gb --set batch=8",
            "orrery run examples/gemm-on-a100.yaml --fidelity cycle",
            "orrery run examples/gemm-on-a100.yaml -f cycle --set microarchitecture.l2.slices=96 --compare runs/20260101-120000-gemm-on-a100",
            "orrery run examples/llama-2-7b-layer.yaml --json | jq .time_s")
    {
        Arguments.Add(_file);
        foreach (Option option in new Option[] { _set, _fidelity, _full, _compare, _threads, _manager.Name, _manager.Plugin, _chakra.Folder, _chakra.Ranks, _chakra.Together, _out, _json })
            Options.Add(option);
        SetAction(parsed => Run(parsed, terminal));
    }

    private int Run(ParseResult parsed, Terminal terminal)
    {
        List<string> words = [];
        int threads = parsed.GetValue(_threads) ?? Environment.ProcessorCount;
        if (threads is < 1 or > 1024) words.Add($"--threads {threads}: may be 1 to 1024");
        Func<ThreadManager>? manager = _manager.Read(parsed, terminal, words, needsOne: false);
        if (words.Count > 0) return BenchModel.Refuse("run", words, terminal);

        string[] overrides = parsed.GetValue(_set) ?? [];
        ExperimentChanges changes = new()
        {
            Overrides = overrides,
            Fidelity = parsed.GetValue(_fidelity),
            Full = parsed.GetValue(_full),
            Plugins = [.. (parsed.GetValue(_manager.Plugin) ?? []).Select(terminal.Resolve)],
        };
        RunHow how = new() { Threads = threads, Manager = parsed.GetResult(_manager.Name) is { Implicit: false } ? manager : null };
        Loaded<IExperiment> loaded = ExperimentFile.Load(parsed.GetRequiredValue(_file), changes);
        if (!loaded.Ok)
            return Mistakes.Print(loaded.Diagnostics, terminal);

        StepExport? export = _chakra.Read(parsed, loaded.Value, terminal, out string? problem);
        if (problem is not null) return BenchModel.Refuse("run", [problem], terminal);

        string? asked = parsed.GetValue(_out);
        JsonObject? other = null;
        if (parsed.GetValue(_compare) is { } compare)
        {
            Loaded<JsonObject> found = ComparedRun.Find(compare, changes, how, terminal);
            if (!found.Ok)
                return Mistakes.Print(found.Diagnostics, terminal);
            other = found.Value;
        }

        (Loaded<OneRun> run, RunFolder? folder) = OneRun.Into(loaded.Value, overrides, how, asked, terminal);
        if (!run.Ok || folder is null)
            return Mistakes.Print(run.Diagnostics, terminal);
        (string Line, JsonObject Json)? traces = export is null ? null : ChakraOption.Write(export, run.Value.Result, terminal, out problem);
        Show(parsed.GetValue(_json), run.Value, other, overrides, folder, traces, terminal);
        return problem is not null ? BenchModel.Refuse("run", [problem], terminal) : run.Value.Complete ? ExitCode.Ok : ExitCode.Interrupted;
    }

    private static void Show(bool json, OneRun run, JsonObject? other, string[] overrides, RunFolder folder,
        (string Line, JsonObject Json)? traces, Terminal terminal)
    {
        if (json)
        {
            JsonObject summary = run.Summary;
            summary["run_folder"] = folder.Path;
            if (traces is not null)
                summary["chakra"] = traces.Value.Json;
            if (run.InstructionsPerSecond is { } rate)
                summary["simulated_instructions_per_wall_s"] = rate;
            if (other is not null)
                summary["compared"] = RunComparison.Of(other, summary).ToJson();
            terminal.Out.WriteLine(summary.ToJsonString(JsonStyle.Indented));
            return;
        }
        ResultScreens.Of(run.Result).Print(run.Result, overrides, terminal.Screen);
        if (other is not null)
            ComparisonScreen.Print(RunComparison.Of(other, run.Summary), terminal.Screen);
        if (traces is not null)
            terminal.Out.WriteLine(traces.Value.Line);
        terminal.Out.WriteLine($"Run folder: {terminal.Shown(folder.Path)}");
    }
}

using System.CommandLine;
using Orrery.Benchmarks;
using Orrery.Experiments.Questions;
using Orrery.Cli.Plugins;
using Orrery.Cli.Screens;
using Orrery.Engine.Threads;
using Orrery.Reporting.Folders;

namespace Orrery.Cli.Commands;

/// <summary><c>orrery bench</c>: the engine's speed on models that every simulator can be measured on.</summary>
public sealed class BenchCommand : CliCommand
{
    private readonly Argument<string?> _model = new("MODEL") { Arity = ArgumentArity.ZeroOrOne, Description = "phold, mesh or gpu; or predict: predictions a second." };
    private readonly Argument<string[]> _parameters = new("PARAMS") { Arity = ArgumentArity.ZeroOrMore, Description = "The model's parameters, whole numbers." };
    private readonly Option<int> _threads = new("--threads", "-t") { DefaultValueFactory = _ => 1, Description = "Workers.", HelpName = "N" };
    private readonly ThreadManagerOption _manager = new();
    private readonly Option<int> _repeat = new("--repeat", "-r") { DefaultValueFactory = _ => 3, Description = "Timed runs; the fastest counts.", HelpName = "R" };
    private readonly Option<bool> _json = new("--json") { Description = "Print JSON and nothing else." };
    private readonly Option<bool> _all = new("--all") { Description = "All models in all standard sizes, beside hand-written loops." };
    private readonly Option<string> _limit = new("--limit")
    {
        DefaultValueFactory = _ => Path.Combine("..", "shared", "bench", "limit"),
        Description = "The project of the hand-written loops, for --all.",
        HelpName = "DIR",
    };

    public BenchCommand(Terminal terminal)
        : base(
            "bench", "Measures the engine on standard models, each with a checksum that no schedule may change, or the rate of predictions.",
            "orrery bench phold 1024 4 10 0 2000",
            "orrery bench mesh 64 64 20 4 2000 --threads 2 --thread-manager locality",
            "orrery bench --all --threads 2",
            "orrery bench predict --json")
    {
        foreach (Argument argument in new Argument[] { _model, _parameters }) Arguments.Add(argument);
        foreach (Option option in new Option[] { _threads, _manager.Name, _manager.Plugin, _repeat, _all, _limit, _json }) Options.Add(option);
        SetAction(parsed => Run(parsed, terminal));
    }

    private int Run(ParseResult parsed, Terminal terminal)
    {
        var mistakes = new List<string>();
        (int threads, int repeat) = (parsed.GetValue(_threads), parsed.GetValue(_repeat));
        if (threads is < 1 or > 1024) mistakes.Add($"--threads {threads}: may be 1 to 1024");
        if (repeat is < 1 or > 10_000) mistakes.Add($"--repeat {repeat}: may be 1 to 10000");
        Func<ThreadManager>? manager = _manager.Read(parsed, terminal, mistakes);
        BenchmarkKind? kind = null;
        long[] parameters = [];
        string[] words = parsed.GetValue(_parameters) ?? [];
        (bool all, bool predict) = (parsed.GetValue(_all), parsed.GetValue(_model) == BenchModel.Predict);
        if (predict && words.Length > 0) mistakes.Add($"predict takes no parameters, not {words.Length}");
        if (!all && !predict) kind = BenchModel.Read(parsed.GetValue(_model), words, mistakes, out parameters, BenchModel.Predict);
        if (all && parsed.GetValue(_json)) mistakes.Add("--json: prints one model, not all");
        if (mistakes.Count > 0) return BenchModel.Refuse("bench", mistakes, terminal);
        if (predict) return RunPredict(repeat, parsed.GetValue(_json), terminal);
        if (kind is null) return RunAll(parsed, threads, repeat, manager, terminal);
        Measurement measured = Measurement.Take(kind, parameters, manager, threads, repeat, terminal.Stop);
        terminal.Out.WriteLine(parsed.GetValue(_json) ? BenchJson.Of(kind.Name, parameters, measured).ToJsonString(JsonStyle.Indented) : measured.Line(kind.Name, parameters));
        return ExitCode.Ok;
    }

    private static int RunPredict(int repeat, bool json, Terminal terminal)
    {
        PredictionRate rate = PredictionRate.Measure(repeat, terminal.Stop);
        terminal.Out.WriteLine(json ? BenchJson.Of(rate).ToJsonString(JsonStyle.Indented) : rate.Line());
        return ExitCode.Ok;
    }

    private int RunAll(ParseResult parsed, int threads, int repeat, Func<ThreadManager>? manager, Terminal terminal)
    {
        using LimitProject? limit = LimitProject.Build(terminal.Resolve(parsed.GetRequiredValue(_limit)), out string reason);
        if (limit is null) terminal.Error.WriteLine($"orrery bench: no multiples of hand-written loops: {reason}");
        bool right = BenchScreen.Run(limit, threads, repeat, manager, terminal);
        return right ? ExitCode.Ok : ExitCode.Bug;
    }
}

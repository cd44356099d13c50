using System.Collections.Concurrent;
using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Orrery.Cli.Screens;
using Orrery.Configuration;
using Orrery.CostModels;
using Orrery.CostModels.Constants;
using Orrery.CostModels.Measured;
using Orrery.Experiments;
using Orrery.Reporting.Accuracy;
using Orrery.Reporting.Folders;
using Orrery.Validation;

namespace Orrery.Cli.Commands;

/// <summary><c>orrery validate</c>: holds predictions against measurements.</summary>
public sealed class ValidateCommand : CliCommand
{
    private const string DefaultPath = "../shared/data/measured";

    private readonly Argument<string> _path = new("PATH")
    {
        Description = "A folder of measurement tables, or one CSV.",
        DefaultValueFactory = _ => DefaultPath,
    };

    private readonly Option<string> _fidelity = new("--fidelity", "-f")
    {
        Description = "How closely operators are modelled.",
        HelpName = "NAME",
        DefaultValueFactory = _ => "analytic",
    };

    private readonly Option<string[]> _gpus = new("--gpu") { Description = "Only rows of this GPU; may be repeated.", HelpName = "NAME" };
    private readonly Option<string[]> _kinds = new("--kind") { Description = "Only tables of this kind, such as gemm; may be repeated.", HelpName = "KIND" };
    private readonly Option<int?> _sample = new("--sample") { Description = "Only so many rows: always the same ones.", HelpName = "N" };
    private readonly Option<bool> _leaveOneOut = new("--leave-one-out") { Description = "Also predict each GPU with constants fitted without it (takes minutes)." };
    private readonly Option<bool> _plot = new("--plot") { Description = "Leave a run folder with a picture of predicted over measured." };
    private readonly Option<bool> _json = new("--json") { Description = "Print the groups as JSON and nothing else." };
    private readonly Option<string?> _rows = new("--rows") { Description = "Write every row with its prediction to this CSV.", HelpName = "FILE" };

    public ValidateCommand(Terminal terminal)
        : base(
            "validate", "Holds predictions against measurements, and tells the errors by GPU and operation.",
            "orrery validate",
            "orrery validate my-measurements --gpu h100-sxm5-80gb --plot",
            "orrery validate --leave-one-out --kind gemm --sample 2000",
            "orrery validate gemm.csv --json",
            "orrery validate training")
    {
        Arguments.Add(_path);
        Subcommands.Add(new ValidateTrainingCommand(terminal));
        foreach (Option option in new Option[] { _fidelity, _gpus, _kinds, _sample, _leaveOneOut, _plot, _rows, _json }) Options.Add(option);
        SetAction(parsed => Run(parsed, terminal));
    }

    private int Run(ParseResult parsed, Terminal terminal)
    {
        DateTimeOffset started = DateTimeOffset.Now;
        Stopwatch clock = Stopwatch.StartNew();
        string fidelity = parsed.GetRequiredValue(_fidelity);
        IOperatorCost? cost = Fidelities.Find(fidelity);
        Measurements measured = Measurements.Read(terminal.Resolve(parsed.GetRequiredValue(_path)));
        Validator? validator = cost is null ? null : new(cost, PhysicalConstants.Default);
        RowChoice choice = new(parsed.GetValue(_gpus) ?? [], parsed.GetValue(_kinds) ?? [], parsed.GetValue(_sample))
        {
            // A fidelity that leaves operators to the closed forms is judged on those that it models.
            Sampled = validator is null || fidelity != Fidelities.Cycle ? null : validator.IsModelled,
        };
        Loaded<IReadOnlyList<MeasuredRow>>? rows = measured.Tables.Count > 0 ? choice.Of(measured.Tables) : null;
        List<Diagnostic> mistakes = [.. rows?.Diagnostics ?? []];
        if (cost is null)
            mistakes.Add(new Diagnostic("--fidelity", 0, "", "there is no such fidelity", fidelity, string.Join(", ", Fidelities.Names), Fidelities.Nearest(fidelity)));
        else if (parsed.GetValue(_leaveOneOut) && Fidelities.Make(fidelity, PhysicalConstants.Default) is null)
            mistakes.Add(new Diagnostic("--leave-one-out", 0, "", "this fidelity takes no constants that could be fitted", fidelity));
        if (validator is null || rows is not { Ok: true } || mistakes.Count > 0)
            return Mistakes.Print([.. mistakes, .. measured.Mistakes], terminal);

        ProgressLine progress = new(terminal);
        List<Comparison> comparisons = Compare(rows.Value, validator, progress, terminal.Stop);
        IReadOnlyList<AccuracyGroup> groups = AccuracyGroup.Of(comparisons);
        IReadOnlyList<AccuracyGroup>? foretold = parsed.GetValue(_leaveOneOut) ? LeaveOneOut(fidelity, rows.Value, progress, terminal.Stop) : null;
        progress.End();
        if (parsed.GetValue(_rows) is { } file && WriteRows(file, comparisons, terminal) is { } failure)
            return Mistakes.Print([failure], terminal);

        JsonArray json = AccuracyJson.Of(groups);
        if (parsed.GetValue(_json))
            terminal.Out.WriteLine(json.ToJsonString(JsonStyle.Indented));
        else
            AccuracyScreen.Print(groups, foretold, measured.Skipped.Concat(validator.Skipped), terminal.Screen);
        foreach (Diagnostic mistake in measured.Mistakes)
            terminal.Error.WriteLine(mistake.ToString());
        int code = measured.Mistakes.Count > 0 ? ExitCode.Mistake : ExitCode.Ok;
        return parsed.GetValue(_plot) && comparisons.Count > 0 ? Leave(started, clock, comparisons, groups, json, parsed.GetValue(_json), code, terminal) : code;
    }

    private static List<Comparison> Compare(IReadOnlyList<MeasuredRow> rows, Validator validator, ProgressLine progress, CancellationToken stop)
    {
        Comparison?[] comparisons = new Comparison?[rows.Count];
        Lock telling = new();
        int done = 0;
        // Row by row, because some take seconds; their order in the result is that of the tables.
        Partitioner<int> queue = Partitioner.Create(Enumerable.Range(0, rows.Count), EnumerablePartitionerOptions.NoBuffering);
        Parallel.ForEach(queue, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = stop }, index =>
        {
            comparisons[index] = validator.Compare(rows[index], stop);
            lock (telling)
            {
                done++;
                progress.Report(new RunProgress((double)done / rows.Count, 0, $"row {done} of {rows.Count}"));
            }
        });
        return [.. comparisons.OfType<Comparison>()];
    }

    private static Diagnostic? WriteRows(string file, IReadOnlyList<Comparison> comparisons, Terminal terminal)
    {
        try
        {
            ComparisonCsv.Write(terminal.Resolve(file), comparisons);
            return null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return new Diagnostic(file, 0, "", "cannot be written: " + problem.Message);
        }
    }

    private static IReadOnlyList<AccuracyGroup> LeaveOneOut(string fidelity, IReadOnlyList<MeasuredRow> rows, ProgressLine progress, CancellationToken stop)
    {
        LeaveOneOut search = new(constants => Fidelities.Make(fidelity, constants)!, PhysicalConstants.Default);
        return AccuracyGroup.Of(search.Run(rows, (done, all, gpu) =>
            progress.Report(new RunProgress((double)done / all, 0, $"fitting without {gpu}, GPU {done + 1} of {all}")), stop));
    }

    private static int Leave(
        DateTimeOffset started, Stopwatch clock, IReadOnlyList<Comparison> comparisons, IReadOnlyList<AccuracyGroup> groups, JsonArray json, bool quiet, int code, Terminal terminal)
    {
        (RunFolder? folder, Diagnostic? mistake) = RunFolder.Create(terminal.Folder, "validate", started);
        if (folder is null)
            return Mistakes.Print([mistake!], terminal);
        AccuracyFiles.Write(folder, comparisons, groups, json, new RunRecord
        {
            Name = "validate",
            Kind = "validate",
            Command = terminal.CommandText,
            Started = started,
            Seed = 0,
            Threads = 1,
            WallSeconds = clock.Elapsed.TotalSeconds,
            StateHash = StateHash.Of(json),
        });
        if (!quiet)
            terminal.Out.WriteLine($"Report: {Path.Combine(terminal.Shown(folder.Path), "report.html")}");
        return code;
    }
}

using System.CommandLine;
using System.Globalization;
using Orrery.Benchmarks;
using Orrery.Cli.Screens;
using Orrery.Engine.Scaling;
using Orrery.Engine.Threads;
using Spectre.Console;

namespace Orrery.Cli.Commands;

/// <summary><c>orrery scale</c>: from a sequential run, what threads would gain; before anybody buys cores.</summary>
public sealed class ScaleCommand : CliCommand
{
    private static readonly int[] Threads = [2, 4, 8, 16, 32, 64];
    private readonly Argument<string> _model = new("MODEL") { Description = "phold, mesh or gpu." };
    private readonly Argument<string[]> _parameters = new("PARAMS") { Arity = ArgumentArity.ZeroOrMore, Description = "The model's parameters, whole numbers." };

    public ScaleCommand(Terminal terminal)
        : base(
            "scale", "Predicts from a sequential run what 2 to 64 threads would gain, and checks two threads by a real run.",
            "orrery scale mesh 64 64 20 4 2000",
            "orrery scale gpu 108 64 80 200")
    {
        Arguments.Add(_model);
        Arguments.Add(_parameters);
        SetAction(parsed => Run(parsed, terminal));
    }

    private int Run(ParseResult parsed, Terminal terminal)
    {
        var mistakes = new List<string>();
        BenchmarkKind? kind = BenchModel.Read(parsed.GetValue(_model), parsed.GetValue(_parameters) ?? [], mistakes, out long[] parameters);
        if (kind is null || mistakes.Count > 0) return BenchModel.Refuse("scale", mistakes, terminal);

        ScaleReport report = ScalePredictor.Predict(() => kind.Build(parameters).Simulation, Threads);
        // The first run was also the compiler's; the second one is what counts.
        report = ScalePredictor.Predict(() => kind.Build(parameters).Simulation, Threads);
        double? measured = Environment.ProcessorCount < 2 ? null : MeasuredSpeedUp(kind, parameters, terminal);
        Print(kind, parameters, report, measured, terminal);
        return ExitCode.Ok;
    }

    private static double MeasuredSpeedUp(BenchmarkKind kind, long[] parameters, Terminal terminal)
    {
        Measurement alone = Measurement.Take(kind, parameters, () => new SequentialManager(), 1, 3, terminal.Stop);
        Measurement two = Measurement.Take(kind, parameters, () => new LocalityManager(), 2, 3, terminal.Stop);
        return alone.Seconds / two.Seconds;
    }

    private static void Print(BenchmarkKind kind, long[] parameters, ScaleReport report, double? measured, Terminal terminal)
    {
        IFormatProvider plain = CultureInfo.InvariantCulture;
        terminal.Out.WriteLine(string.Create(plain,
            $"{kind.Name} {string.Join(' ', parameters)}: {report.SequentialSeconds:F4} s on one thread, {report.Activations} runs of components, {report.SequentialSeconds / Math.Max(1, report.Activations) * 1e9:F0} ns each; a barrier of two threads takes {report.BarrierSeconds * 1e6:F2} us here"));
        Table table = Tables.List(">Threads", ">Lookahead", ">Windows", ">Critical path", ">Barriers", ">Time", ">Speed-up", ">Measured");
        foreach (ScalePrediction p in report.Predictions)
        {
            table.AddRow(
                p.Threads.ToString(plain),
                p.Lookahead == long.MaxValue ? "unbounded" : p.Lookahead.ToString(plain),
                p.Windows.ToString(plain),
                string.Create(plain, $"{p.CriticalPath:F4} s"),
                string.Create(plain, $"{p.Barriers:F4} s"),
                string.Create(plain, $"{p.Seconds:F4} s"),
                string.Create(plain, $"{p.SpeedUp:F2}"),
                p.Threads == 2 && measured is { } real ? string.Create(plain, $"{real:F2}") : "");
        }
        terminal.Screen.Write(table);
        terminal.Out.WriteLine("Critical path: the heaviest thread of each window, added up. Not in it: memory bandwidth and caches that threads share.");
    }
}

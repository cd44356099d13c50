using System.CommandLine;
using System.CommandLine.Help;
using Orrery.Cli.Commands;
using Orrery.Cli.Commands.Show;
using Orrery.Cli.Help;

namespace Orrery.Cli;

/// <summary>Builds the commands, runs the one that was asked for, and turns whatever happens into an exit code.</summary>
public static class CommandLine
{
    private static readonly string[] Examples =
    [
        "orrery run examples/llama-2-7b-layer.yaml",
        "orrery run examples/llama-2-7b-layer.yaml --set gpu.l2.size=80MiB",
        "orrery run examples/gemm-on-a100.yaml --fidelity cycle",
        "orrery run examples/gpt3-175b-on-1024-a100.yaml",
        "orrery predict gemm --m 4096 --n 4096 --k 4096 --gpu h100-sxm5-80gb",
        "orrery show gpus",
    ];

    /// <summary>Every command of the tool, in the order of the help page. A new one is one file and one line here.</summary>
    private static CliCommand[] Commands(Terminal terminal) =>
    [
        new RunCommand(terminal),
        new PredictCommand(terminal),
        new CompareCommand(terminal),
        new SearchCommand(terminal),
        new ShowCommand(terminal),
        new ValidateCommand(terminal),
        new CalibrateCommand(terminal),
        new SchemaCommand(terminal),
        new BenchCommand(terminal),
        new ScaleCommand(terminal),
    ];

    public static int Run(string[] args, Terminal terminal)
    {
        try
        {
            ParseResult result = Build(terminal).Parse(args);
            if (result.Errors.Count > 0 && result.Action is not { ClearsParseErrors: true })
                return Refuse(result, terminal);
            return result.Invoke(new InvocationConfiguration
            {
                Output = terminal.Out,
                Error = terminal.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null, // Ctrl-C is handled once, in Program
            });
        }
        catch (OperationCanceledException) when (terminal.Stop.IsCancellationRequested)
        {
            terminal.Error.WriteLine("orrery: stopped");
            return ExitCode.Interrupted;
        }
#pragma warning disable CA1031 // The last line of defence: a stack trace is for us, not for the user.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            return CrashReport.Write(bug, terminal);
        }
    }

    private static RootCommand Build(Terminal terminal)
    {
        RootCommand root = new("Predicts how fast AI hardware runs AI work, and says why.") { HelpName = "orrery" };
        foreach (CliCommand command in Commands(terminal))
            root.Subcommands.Add(command);

        HelpOption help = root.Options.OfType<HelpOption>().Single();
        HelpWithExamples page = new((HelpAction)help.Action!, Examples);
        help.Action = page;
        root.Options.OfType<VersionOption>().Single().Action = new PrintVersion();
        root.SetAction(page.Invoke);
        ParseMistakes.Guard(root);
        return root;
    }

    private static int Refuse(ParseResult result, Terminal terminal)
    {
        foreach (string mistake in ParseMistakes.Of(result))
            terminal.Error.WriteLine("orrery: " + mistake);
        terminal.Error.WriteLine($"Try '{ParseMistakes.PathOf(result.CommandResult)} --help'.");
        return ExitCode.Mistake;
    }
}

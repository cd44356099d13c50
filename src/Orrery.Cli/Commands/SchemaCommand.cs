using System.CommandLine;
using Orrery.Configuration;
using Orrery.Experiments;
using Orrery.Reporting.Folders;

namespace Orrery.Cli.Commands;

/// <summary><c>orrery schema</c>: the JSON Schema by which an editor completes and checks experiment files.</summary>
public sealed class SchemaCommand : CliCommand
{
    private readonly Argument<string?> _kind = new("KIND")
    {
        Description = "List the parameters of one kind of experiment for people instead.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public SchemaCommand(Terminal terminal)
        : base(
            "schema", "Prints the JSON Schema of experiment files, for editors.",
            "orrery schema > orrery.schema.json",
            "orrery schema layer")
    {
        Arguments.Add(_kind);
        SetAction(parsed => Print(parsed.GetValue(_kind), terminal));
    }

    private static int Print(string? kind, Terminal terminal)
    {
        if (kind is null)
        {
            terminal.Out.WriteLine(ExperimentFile.Schema().ToJsonString(JsonStyle.Indented));
            return ExitCode.Ok;
        }
        if (!ExperimentFile.Kinds.Contains(kind))
        {
            string hint = NearestName.Of(kind, ExperimentFile.Kinds) is { } nearest ? $"did you mean '{nearest}'?" : "known: " + string.Join(", ", ExperimentFile.Kinds);
            terminal.Error.WriteLine($"orrery: unknown kind of experiment '{kind}' ({hint})");
            return ExitCode.Mistake;
        }
        Screens.ParameterScreen.Print(ExperimentFile.Parameters(kind), terminal.Screen);
        return ExitCode.Ok;
    }
}

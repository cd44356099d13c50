using System.CommandLine;
using System.Text.Json.Nodes;
using Orrery.Cli.Screens;
using Orrery.Configuration;
using Orrery.Reporting.Comparison;
using Orrery.Reporting.Folders;

namespace Orrery.Cli.Commands;

/// <summary><c>orrery compare RUN1 RUN2</c>: two runs side by side.</summary>
public sealed class CompareCommand : CliCommand
{
    private readonly Argument<string> _first = new("RUN1") { Description = "A run folder." };
    private readonly Argument<string> _second = new("RUN2") { Description = "Another one." };
    private readonly Option<bool> _json = new("--json") { Description = "Print JSON and nothing else." };

    public CompareCommand(Terminal terminal)
        : base(
            "compare", "Shows two runs side by side: time, cycles, stalls, hit rates, and what explains the difference.",
            "orrery compare runs/20260101-120000-gemm-on-a100 runs/20260101-120500-gemm-on-a100")
    {
        Arguments.Add(_first);
        Arguments.Add(_second);
        Options.Add(_json);
        SetAction(parsed => Run(parsed, terminal));
    }

    private int Run(ParseResult parsed, Terminal terminal)
    {
        Loaded<JsonObject> first = ComparedRun.Read(parsed.GetRequiredValue(_first), terminal);
        Loaded<JsonObject> second = ComparedRun.Read(parsed.GetRequiredValue(_second), terminal);
        if (!first.Ok || !second.Ok)
            return Mistakes.Print([.. first.Diagnostics, .. second.Diagnostics], terminal);
        RunComparison comparison = RunComparison.Of(first.Value, second.Value);
        if (parsed.GetValue(_json))
            terminal.Out.WriteLine(comparison.ToJson().ToJsonString(JsonStyle.Indented));
        else
            ComparisonScreen.Print(comparison, terminal.Screen);
        return ExitCode.Ok;
    }
}

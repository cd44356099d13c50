using System.CommandLine;
using Orrery.Reporting.Folders;

namespace Orrery.Cli.Commands.Show;

/// <summary><c>orrery show gpus</c> and the like: the whole list.</summary>
internal sealed class ShowAll : CliCommand
{
    private readonly Option<bool> _json = new("--json") { Description = "Print JSON." };

    public ShowAll(IShown shown, Terminal terminal)
        : base(shown.Plural, shown.Help, $"orrery show {shown.Plural}", $"orrery show {shown.Plural} --json")
    {
        Options.Add(_json);
        SetAction(parsed =>
        {
            if (parsed.GetValue(_json))
                terminal.Out.WriteLine(shown.JsonOfAll().ToJsonString(JsonStyle.Indented));
            else
                shown.PrintAll(terminal.Screen);
            return ExitCode.Ok;
        });
    }
}

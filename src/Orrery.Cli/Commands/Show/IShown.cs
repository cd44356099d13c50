using System.Text.Json.Nodes;
using Spectre.Console;

namespace Orrery.Cli.Commands.Show;

/// <summary>One sort of thing that the tool knows, as a list.</summary>
internal interface IShown
{
    /// <summary>The command: "gpus".</summary>
    string Plural { get; }

    /// <summary>What the list holds, in one line.</summary>
    string Help { get; }

    void PrintAll(IAnsiConsole screen);

    /// <summary>The list in base units.</summary>
    JsonArray JsonOfAll();

    /// <summary>The commands that show it.</summary>
    IEnumerable<CliCommand> Commands(Terminal terminal) => [new ShowAll(this, terminal)];
}

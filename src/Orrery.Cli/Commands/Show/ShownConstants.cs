using System.Text.Json.Nodes;
using Orrery.Cli.Screens;
using Orrery.CostModels.Constants;
using Spectre.Console;

namespace Orrery.Cli.Commands.Show;

/// <summary>Physical constants: what the cost models assume beside the data sheet.</summary>
internal sealed class ShownConstants : IShown
{
    public string Plural => "constants";

    public string Help => "All physical constants: value, range, and whether it was fitted.";

    public void PrintAll(IAnsiConsole screen) => ConstantScreen.Print(Constant.All, PhysicalConstants.Default, screen);

    public JsonArray JsonOfAll() => ConstantJson.Of(Constant.All, PhysicalConstants.Default);
}

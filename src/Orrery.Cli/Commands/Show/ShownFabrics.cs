using System.Text.Json.Nodes;
using Orrery.Cli.Screens;
using Orrery.Configuration;
using Orrery.Hardware;
using Orrery.Hardware.Fabrics;
using Spectre.Console;

namespace Orrery.Cli.Commands.Show;

/// <summary>Fabrics between GPUs; a GPU's name shows what follows from its data sheet.</summary>
internal sealed class ShownFabrics : IShownByName<Fabric>
{
    public string Plural => "fabrics";

    public string Singular => "fabric";

    public string Noun => "fabric";

    public string Help => "All fabrics between GPUs that come with the tool.";

    public string HelpOfOne => "One fabric: its tiers from the inside out, with sources.";

    public string Given => "Name of a fabric, as 'orrery show fabrics' lists it, a .yaml file, or a GPU for what follows from its data sheet.";

    public void PrintAll(IAnsiConsole screen) => FabricScreen.PrintAll(FabricCatalogue.All, screen);

    public JsonArray JsonOfAll() => FabricJson.Of(FabricCatalogue.All);

    public Fabric? Find(string name) => FabricCatalogue.Find(name) ?? (GpuCatalogue.Find(name) is { } gpu ? GpuFabric.Of(gpu) : null);

    public string? Nearest(string name) => FabricCatalogue.Nearest(name);

    public Loaded<Fabric> Load(string path, string folder) => FabricCatalogue.Load(Path.Combine(folder, path));

    public void Print(Fabric one, IAnsiConsole screen) => FabricScreen.Print(one, screen);

    public JsonObject Json(Fabric one) => FabricJson.Of(one);
}

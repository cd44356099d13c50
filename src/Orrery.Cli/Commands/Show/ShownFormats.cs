using System.Text.Json.Nodes;
using Orrery.Cli.Screens;
using Orrery.Configuration;
using Orrery.Configuration.Documents;
using Orrery.Configuration.Presets;
using Orrery.Workloads.Formats;
using Spectre.Console;

namespace Orrery.Cli.Commands.Show;

/// <summary>Number formats.</summary>
internal sealed class ShownFormats : IShownByName<NumberFormat>
{
    public string Plural => "formats";

    public string Singular => "format";

    public string Noun => "number format";

    public string Help => "All number formats that come with the tool.";

    public string HelpOfOne => "One number format: bits, scales, the peak it runs at, and the work it adds.";

    public void PrintAll(IAnsiConsole screen) => FormatScreen.PrintAll(FormatCatalogue.All, screen);

    public JsonArray JsonOfAll() => FormatJson.Of(FormatCatalogue.All);

    public NumberFormat? Find(string name) => FormatCatalogue.Find(name);

    public string? Nearest(string name) => FormatCatalogue.Presets.Nearest(name);

    public Loaded<NumberFormat> Load(string path, string folder)
    {
        List<Diagnostic> mistakes = [];
        PresetReader<NumberFormat> reader = new(FormatCatalogue.Presets, Noun, folder, mistakes);
        return Loaded.From(reader.Read(new ScalarNode("NAME", 0, path), ""), mistakes);
    }

    public void Print(NumberFormat one, IAnsiConsole screen) => FormatScreen.Print(one, screen);

    public JsonObject Json(NumberFormat one) => FormatJson.Of(one);
}

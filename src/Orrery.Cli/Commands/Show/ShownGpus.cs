using System.Text.Json.Nodes;
using Orrery.Cli.Screens;
using Orrery.Configuration;
using Orrery.Configuration.Documents;
using Orrery.Hardware;
using Spectre.Console;

namespace Orrery.Cli.Commands.Show;

/// <summary>GPUs, each value with its source.</summary>
internal sealed class ShownGpus : IShownByName<HardwareGpu>
{
    public string Plural => "gpus";

    public string Singular => "gpu";

    public string Noun => "GPU";

    public string Help => "All GPUs that come with the tool.";

    public string HelpOfOne => "One GPU: every value with its source.";

    public void PrintAll(IAnsiConsole screen) => GpuScreen.PrintAll(GpuCatalogue.All, screen);

    public JsonArray JsonOfAll() => GpuJson.Of(GpuCatalogue.All);

    public HardwareGpu? Find(string name) => GpuCatalogue.Find(name);

    public string? Nearest(string name) => GpuCatalogue.Nearest(name);

    public Loaded<HardwareGpu> Load(string path, string folder)
    {
        List<Diagnostic> mistakes = [];
        return Loaded.From(new GpuReader(folder, mistakes).Read(new ScalarNode("NAME", 0, path), ""), mistakes);
    }

    public void Print(Gpu one, IAnsiConsole screen) => GpuScreen.Print(one, screen);

    public JsonObject Json(Gpu one) => GpuJson.Of(one);
}

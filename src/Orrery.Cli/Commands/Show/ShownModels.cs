using System.Text.Json.Nodes;
using Orrery.Cli.Screens;
using Orrery.Configuration;
using Orrery.Workloads.Models;
using Spectre.Console;

namespace Orrery.Cli.Commands.Show;

/// <summary>Transformer models, and what follows from their shape.</summary>
internal sealed class ShownModels : IShownByName<TransformerModel>
{
    public string Plural => "models";

    public string Singular => "model";

    public string Noun => "model";

    public string Help => "All models that come with the tool.";

    public string HelpOfOne => "One model: parameters, FLOP a token, KV cache a token.";

    public string Given => "Name of a model, or a config.json from Hugging Face.";

    public void PrintAll(IAnsiConsole screen) => ModelScreen.PrintAll(ModelCatalogue.All, screen);

    public JsonArray JsonOfAll() => ModelJson.Of(ModelCatalogue.All);

    public TransformerModel? Find(string name) => ModelCatalogue.Find(name);

    public string? Nearest(string name) => ModelCatalogue.Nearest(name);

    public Loaded<TransformerModel> Load(string path, string folder) => ModelCatalogue.Load(Path.Combine(folder, path));

    public void Print(TransformerModel one, IAnsiConsole screen) => ModelScreen.Print(one, screen);

    public JsonObject Json(TransformerModel one) => ModelJson.Of(one);
}
